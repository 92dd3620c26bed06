import type { FlagQuery } from 'organisations-directory-client';

/** The filters, order and page of the list of flags; the address bar has all of it. */
export interface FlagListState {
  /** The exact name; empty: any. */
  readonly name: string;
  /** Null: any Type. */
  readonly type: FlagQuery['type'] | null;
  readonly status: NonNullable<FlagQuery['status']>;
  /** From 0, as the API counts. */
  readonly page: number;
  readonly sort: { readonly key: string; readonly isDescending: boolean };
}

/** The values that an address may name. */
export interface KnownWords {
  readonly isType: (value: string) => value is NonNullable<FlagQuery['type']>;
  readonly isStatus: (value: string) => value is NonNullable<FlagQuery['status']>;
}

export const sortableColumns: readonly string[] = ['Name', 'Value', 'Type', 'AccessLevel', 'UpdatedAt'];
const pageSize = 50;
const standardSort = { key: 'Name', isDescending: false };

/** Returns the state that an address names; a value that it does not know counts as absent. */
export function readState(query: Readonly<Record<string, string>>, words: KnownWords): FlagListState {
  const { name = '', type = '', status = '', sort = '' } = query;
  const page = Number(query.page);
  return {
    name,
    type: words.isType(type) ? type : null,
    status: words.isStatus(status) ? status : 'Active',
    page: Number.isSafeInteger(page) && page >= 0 ? page : 0,
    sort: readSort(sort),
  };
}

function readSort(text: string): FlagListState['sort'] {
  const [key = '', direction] = text.split(',');
  return sortableColumns.includes(key) ? { key, isDescending: direction === 'desc' } : standardSort;
}

/** Returns the query of the address; what is standard is left out. */
export function queryOf({ name, type, status, page, sort }: FlagListState): Record<string, string | null> {
  const order = sortText(sort);
  return {
    name,
    type: type ?? null,
    status: status === 'Active' ? null : status,
    page: page === 0 ? null : String(page),
    sort: order === sortText(standardSort) ? null : order,
  };
}

/** Returns the request for the state. Flags of one name follow in the order of their values. */
export function requestOf({ name, type, status, page, sort }: FlagListState): FlagQuery & { page: number } {
  const order = [sortText(sort), ...(sort.key === 'Name' ? ['Value,asc'] : [])];
  return {
    page,
    size: pageSize,
    status,
    sort: order,
    ...(name === '' ? {} : { name }),
    ...(type === null || type === undefined ? {} : { type }),
  };
}

const sortText = ({ key, isDescending }: FlagListState['sort']): string =>
  `${key},${isDescending ? 'desc' : 'asc'}`;
