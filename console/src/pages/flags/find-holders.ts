/** The part of an organisation that the search looks at. */
export interface Holder {
  readonly OrganisationId: string;
  readonly OrganisationName: string;
  readonly Flags: readonly { readonly Id: string }[];
}

/** One page of organisations. */
export interface HolderPage {
  readonly content: readonly Holder[];
  readonly totalSize: number;
  readonly totalPages: number;
}

/** The state of the search. */
export interface Search {
  /** Organisations that have been read. */
  readonly read: number;
  /** Organisations that there are. */
  readonly total: number;
  /** Those that have the flag. */
  readonly count: number;
  /** The first of them. */
  readonly first: readonly Pick<Holder, 'OrganisationId' | 'OrganisationName'>[];
  /** The page that comes next. */
  readonly nextPage: number;
  /** True once every page has been read. */
  readonly isComplete: boolean;
}

/** Names that are kept; the others are only counted. */
const maxNames = 10;

export const unsearched: Search = {
  read: 0,
  total: 0,
  count: 0,
  first: [],
  nextPage: 0,
  isComplete: false,
};

/** The search of a flag that no organisation can have. */
export const nothingToFind: Search = { ...unsearched, isComplete: true };

/**
 * Searches organisations for those that have a flag, page by page, and yields after each page. The list of the directory
 * has no filter by flag, so a search ends after a number of pages; the caller may go on from the last state.
 * @param readPage reads a page of the list, from 0
 */
export async function* findHolders(
  flagId: string,
  readPage: (page: number) => Promise<HolderPage>,
  from: Search,
  maxPages: number,
): AsyncGenerator<Search, void> {
  let search = from;
  for (let pages = 0; pages < maxPages && !search.isComplete; pages += 1) {
    search = after(search, await readPage(search.nextPage), flagId);
    yield search;
  }
}

function after(search: Search, page: HolderPage, flagId: string): Search {
  const holders = page.content.filter(({ Flags }) => Flags.some(({ Id }) => Id === flagId));
  const nextPage = search.nextPage + 1;
  return {
    read: search.read + page.content.length,
    total: page.totalSize,
    count: search.count + holders.length,
    first: [...search.first, ...holders].slice(0, maxNames),
    nextPage,
    isComplete: nextPage >= page.totalPages,
  };
}
