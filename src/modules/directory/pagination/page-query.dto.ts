import { ApiProperty } from '@nestjs/swagger';
import { IsWholeNumberText } from '../../../http/validation/field-rules.js';

export const defaultPageSize = 100;
/** Max size of a page that is made in memory. */
export const maxPageSize = 1_000;
/** `page` is a 32-bit integer in the published clients. */
const maxPage = 2_147_483_647;

/** Returns the class of the parameters that name a page; the texts are checked digits. */
export function pageQueryUpTo(maxSize: number, sizeDescription: string) {
  class PageQueryUpTo {
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
      maximum: maxSize,
      default: defaultPageSize,
      description: sizeDescription,
    })
    @IsWholeNumberText(1, maxSize)
    size?: string;
  }
  return PageQueryUpTo;
}

/** Which page of a list. */
export class PageQuery extends pageQueryUpTo(maxPageSize, 'The size of the page') {}
