import { ApiProperty } from '@nestjs/swagger';
import { IsWholeNumberText } from '../../../http/validation/field-rules.js';

export const defaultPageSize = 100;
/** Max size of a page that is made in memory. */
export const maxPageSize = 1_000;
/** `page` is a 32-bit integer in the published clients. */
const maxPage = 2_147_483_647;

/** Which page of a list; the texts are checked digits. */
export class PageQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: maxPage,
    default: 0,
    description: 'The page number, from 0',
  })
  @IsWholeNumberText(0, maxPage)
  page?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: maxPageSize,
    default: defaultPageSize,
    description: 'The size of the page',
  })
  @IsWholeNumberText(1, maxPageSize)
  size?: string;
}
