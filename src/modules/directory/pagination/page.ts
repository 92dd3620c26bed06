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
  slice: Slice<Content>,
  request: PageRequest,
  orderBy: readonly Order[],
): Page<Content> {
  const offset = request.number * request.size;
  const order = orderBy.map(({ property, direction, ignoreCase }) => ({
    property,
    direction,
    ignoreCase,
    ascending: direction === 'ASC',
  }));
  return {
    content: slice.rows,
    totalPages: Math.ceil(slice.totalSize / request.size),
    totalSize: slice.totalSize,
    pageable: {
      number: request.number,
      sort: { sorted: true, orderBy: order },
      size: request.size,
      offset,
      sorted: true,
      unpaged: false,
    },
    numberOfElements: slice.rows.length,
    size: request.size,
    offset,
    empty: slice.rows.length === 0,
    pageNumber: request.number,
  };
}
