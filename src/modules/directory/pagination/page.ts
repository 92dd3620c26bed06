import { defaultPageSize, type PageQuery } from './page-query.dto.js';

/** A page by number, from 0, and the number of rows on it. */
export interface PageRequest {
  readonly number: number;
  readonly size: number;
}

/** One step of an order: a property by wire name. */
export interface Order {
  readonly property: string;
  readonly direction: 'ASC' | 'DESC';
  /** True for text, which is ordered without regard to case. */
  readonly ignoreCase: boolean;
}

/** The rows of one page and how many there are on all pages together. */
export interface Slice<Row> {
  readonly rows: readonly Row[];
  readonly totalSize: number;
}

/** One page of a list, with what was asked and the order that was applied, the tie-breaker left out. */
export interface Listing<Row> {
  readonly slice: Slice<Row>;
  readonly page: PageRequest;
  readonly orderBy: readonly Order[];
}

/** The page envelope on the wire: Micronaut Data's `Page`. */
export interface Page<Content> {
  readonly content: readonly Content[];
  readonly totalPages: number;
  readonly totalSize: number;
  readonly pageable: {
    readonly number: number;
    readonly sort: {
      readonly sorted: boolean;
      readonly orderBy: readonly (Order & { readonly ascending: boolean })[];
    };
    readonly size: number;
    readonly offset: number;
    readonly sorted: boolean;
    readonly unpaged: boolean;
  };
  readonly numberOfElements: number;
  readonly size: number;
  readonly offset: number;
  readonly empty: boolean;
  readonly pageNumber: number;
}

/** The page that a checked query asks for. */
export function toPageRequest(query: PageQuery): PageRequest {
  return { number: Number(query.page ?? 0), size: Number(query.size ?? defaultPageSize) };
}

/** Wraps the rows of one page. `orderBy` is the order applied, without the tie-breaker. */
export function toPage<Content>(
  { rows, totalSize }: Slice<Content>,
  request: PageRequest,
  orderBy: readonly Order[],
): Page<Content> {
  return { content: rows, ...toEnvelope(rows.length, totalSize, request, orderBy) };
}

/** The page around `count` rows, without the rows. */
export function toEnvelope(
  count: number,
  totalSize: number,
  request: PageRequest,
  orderBy: readonly Order[],
): Omit<Page<unknown>, 'content'> {
  const offset = request.number * request.size;
  const order = orderBy.map(({ property, direction, ignoreCase }) => ({
    property,
    direction,
    ignoreCase,
    ascending: direction === 'ASC',
  }));
  return {
    totalPages: Math.ceil(totalSize / request.size),
    totalSize,
    pageable: {
      number: request.number,
      sort: { sorted: true, orderBy: order },
      size: request.size,
      offset,
      sorted: true,
      unpaged: false,
    },
    numberOfElements: count,
    size: request.size,
    offset,
    empty: count === 0,
    pageNumber: request.number,
  };
}
