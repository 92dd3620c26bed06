import type { Organisation, OrganisationQuery } from 'organisations-directory-client';
import type { Format } from './formats.ts';

/** A page as the client of the directory returns it. */
interface ReadPage {
  readonly page: {
    readonly content: readonly Organisation[];
    readonly totalPages: number;
    readonly totalSize: number;
  };
  /** The place in the log of changes up to which the page has every change. */
  readonly place: string | null;
}

export type ReadPageOf = (query: OrganisationQuery & { readonly page: number }) => Promise<ReadPage>;

export interface MadeFile {
  readonly content: Blob;
  /** False if the directory changed between two pages. */
  readonly isExact: boolean;
}

/**
 * Organisations a request. Measured with 100,000 on a busy machine: pages of 1,000 take 62 s in all, pages of 5,000 38 s.
 * A larger page needs more memory for its text.
 */
const size = 5_000;

/**
 * Reads all pages of a query, and returns them as a file. Each page becomes a Blob at once, which the browser may keep on
 * the disk, so that a large directory does not fill the memory of the page.
 * @param onProgress is called with the organisations read so far and their total
 * @throws the error of a page; there is no file then
 */
export async function makeFile(
  format: Format,
  query: OrganisationQuery,
  read: ReadPageOf,
  onProgress: (done: number, total: number) => void,
): Promise<MadeFile> {
  const parts = [new Blob([format.beginning])];
  const places = new Set<string | null>();
  for (let page = 0, totalPages = 1, done = 0; page < totalPages; page += 1) {
    const { page: answer, place } = await read({ ...query, size, page });
    parts.push(new Blob([format.part(answer.content, page === 0)]));
    places.add(place);
    totalPages = answer.totalPages;
    done += answer.content.length;
    onProgress(done, answer.totalSize);
  }
  parts.push(new Blob([format.end]));
  return { content: new Blob(parts, { type: format.mediaType }), isExact: places.size === 1 };
}
