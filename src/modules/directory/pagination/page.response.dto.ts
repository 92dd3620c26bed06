import { ApiProperty } from '@nestjs/swagger';

/** One step of the order that was applied. */
class OrderResponse {
  @ApiProperty({ type: String, description: 'The field that the list is sorted by' })
  property: string;

  @ApiProperty({ enum: ['ASC', 'DESC'], description: 'Ascending or descending' })
  direction: 'ASC' | 'DESC';

  @ApiProperty({ type: Boolean, description: 'True for text, which is sorted without regard to case' })
  ignoreCase: boolean;

  @ApiProperty({ type: Boolean, description: 'True for ASC' })
  ascending: boolean;
}

/** The order that was applied, the default order included. */
class SortResponse {
  @ApiProperty({ type: Boolean, description: 'Always true' })
  sorted: boolean;

  @ApiProperty({ type: [OrderResponse], description: 'The steps of the order; OrganisationId breaks ties' })
  orderBy: OrderResponse[];
}

const count = { type: 'integer', minimum: 0 } as const;

/** The page that was asked for. */
class PageableResponse {
  @ApiProperty({ ...count, description: 'The page number, from 0' })
  number: number;

  @ApiProperty({ type: SortResponse, description: 'The order of the list' })
  sort: SortResponse;

  @ApiProperty({ ...count, description: 'The maximum number of rows on a page' })
  size: number;

  @ApiProperty({ ...count, description: 'The number of rows before this page' })
  offset: number;

  @ApiProperty({ type: Boolean, description: 'Always true' })
  sorted: boolean;

  @ApiProperty({ type: Boolean, description: 'Always false' })
  unpaged: boolean;
}

/** The page envelope, Micronaut Data's `Page`, without its rows. */
class PageResponse {
  @ApiProperty({ ...count, description: 'The number of pages' })
  totalPages: number;

  @ApiProperty({ ...count, description: 'The number of rows on all pages' })
  totalSize: number;

  @ApiProperty({ type: PageableResponse, description: 'The page that was asked for' })
  pageable: PageableResponse;

  @ApiProperty({ ...count, description: 'The number of rows on this page' })
  numberOfElements: number;

  @ApiProperty({ ...count, description: 'The maximum number of rows on a page' })
  size: number;

  @ApiProperty({ ...count, description: 'The number of rows before this page' })
  offset: number;

  @ApiProperty({ type: Boolean, description: 'True if this page has no rows' })
  empty: boolean;

  @ApiProperty({ ...count, description: 'The page number, from 0' })
  pageNumber: number;
}

/**
 * Returns the class of a page of `model`, for OpenAPI.
 * @param name of the schema, such as `OrganisationPage`
 */
export function pageOf<Model extends object>(
  model: new () => Model,
  name: string,
): new () => PageResponse & { content: Model[] } {
  class Page extends PageResponse {
    @ApiProperty({ type: [model], description: 'The rows of this page' })
    content: Model[];
  }
  Object.defineProperty(Page, 'name', { value: name });
  return Page;
}
