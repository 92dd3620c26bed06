import type { OrganisationQuery } from 'organisations-directory-client';
import type {
  OrganisationField,
  OrganisationStatus,
  ScalarField,
} from '../../organisations/organisation-fields.ts';

/** The filters, order, columns and page of the list. The address bar has all of it, under the names of the API's parameters where the API has one. */
export interface ListState {
  /** Empty: everything. */
  readonly filterBy: string;
  readonly status: OrganisationStatus | null;
  /** Values that a link of another page names; each is removed by a click. */
  readonly conditions: Conditions;
  /** Only the organisations that the person administers. */
  readonly isMine: boolean;
  readonly sort: Sort;
  /** From 0, as the API counts. */
  readonly page: number;
  readonly size: number;
  /** Null: the choice of the last visit, else the standard columns. */
  readonly columns: readonly OrganisationField[] | null;
}

/** The filters that have no field of their own, as the API takes them; null: everything. */
type Conditions = Readonly<Record<ConditionName, string | null>>;
export type ConditionName = (typeof conditionNames)[number];
export const conditionNames = ['country', 'flag', 'parent', 'createdIn'] as const;

export interface Sort {
  readonly field: ScalarField;
  readonly isDescending: boolean;
}

/** The words of Status and the fields that an address may name. */
export interface KnownFields {
  readonly statuses: readonly OrganisationStatus[];
  readonly scalar: readonly ScalarField[];
  readonly all: readonly OrganisationField[];
}

export const pageSizes: readonly number[] = [25, 50, 100, 500, 1_000];
/** A shorter text finds nearly everything. */
const minSearchLength = 2;
const maxPage = 2 ** 31 - 1;

export const standardState: ListState = {
  filterBy: '',
  status: null,
  conditions: { country: null, flag: null, parent: null, createdIn: null },
  isMine: false,
  sort: { field: 'OrganisationName', isDescending: false },
  page: 0,
  size: 25,
  columns: null,
};

/** Returns the text to search for; empty while too little is typed. */
export function searchText(typed: string): string {
  const text = typed.trim();
  return [...text].length < minSearchLength ? '' : text;
}

/** Returns the state that an address names; a value that it does not know counts as absent. */
export function readState(query: Readonly<Record<string, string>>, known: KnownFields): ListState {
  const page = Number(query.page);
  const size = Number(query.size);
  return {
    filterBy: searchText(query.filterBy ?? ''),
    status: known.statuses.find((status) => status === query.status) ?? null,
    conditions: readConditions(query),
    isMine: query.mine === 'true',
    sort: readSort(query.sort ?? '', known.scalar) ?? standardState.sort,
    page: Number.isInteger(page) && page >= 0 && page <= maxPage ? page : 0,
    size: pageSizes.includes(size) ? size : standardState.size,
    columns: readColumns(query.columns ?? '', known.all),
  };
}

/** Returns the conditions that a query names; empty texts count as absent. */
function readConditions(query: Readonly<Partial<Record<ConditionName, string>>>): Conditions {
  const value = (text = ''): string | null => (text === '' ? null : text);
  return {
    country: value(query.country),
    flag: value(query.flag),
    parent: value(query.parent),
    createdIn: value(query.createdIn),
  };
}

function readSort(text: string, fields: readonly ScalarField[]): Sort | null {
  const [name, direction = 'asc'] = text.split(',');
  const field = fields.find((one) => one === name);
  return field === undefined ? null : { field, isDescending: direction === 'desc' };
}

/** Returns the columns of a text such as `Status,City`, in the order of the fields; null if it names none. */
export function readColumns(
  text: string,
  fields: readonly OrganisationField[],
): readonly OrganisationField[] | null {
  const names = new Set(text.split(','));
  const columns = fields.filter((field) => names.has(field));
  return columns.length === 0 ? null : columns;
}

/** Returns the query of the address; what is standard is left out. */
export function queryOf(state: ListState): Record<string, string | number | boolean | null> {
  const sort = sortText(state.sort);
  return {
    filterBy: state.filterBy,
    status: state.status,
    ...state.conditions,
    mine: state.isMine,
    sort: sort === sortText(standardState.sort) ? null : sort,
    page: state.page === 0 ? null : state.page,
    size: state.size === standardState.size ? null : state.size,
    columns: state.columns?.join(',') ?? null,
  };
}

/**
 * Returns the request for the state.
 * @param email the address of the person, for `isMine`
 */
export function requestOf(state: ListState, email: string | null): OrganisationQuery & { page: number } {
  return {
    page: state.page,
    size: state.size,
    sort: [sortText(state.sort)],
    ...(state.filterBy === '' ? {} : { filterBy: state.filterBy }),
    ...(state.status === null ? {} : { status: state.status }),
    ...present(state.conditions),
    ...(state.isMine && email !== null ? { displayMine: email } : {}),
  };
}

/** True if the list shows a part of what there is. */
export function isFiltered(state: ListState): boolean {
  return state.filterBy !== '' || isNarrowed(state) || state.isMine;
}

/** True if the list shows one Status or what a condition names. */
export function isNarrowed({ status, conditions }: ListState): boolean {
  return status !== null || conditionNames.some((name) => conditions[name] !== null);
}

function present(conditions: Conditions): Partial<Record<ConditionName, string>> {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== null));
}

const sortText = ({ field, isDescending }: Sort): string => `${field},${isDescending ? 'desc' : 'asc'}`;
