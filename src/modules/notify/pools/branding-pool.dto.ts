import { ApiProperty } from '@nestjs/swagger';
import { Required, UuidList } from '../validation/schema-rules.js';

/** The body of a POST that adds brandings to a pool. */
export class BrandingPoolRequest {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Those that are in the pool already stay there',
  })
  @UuidList()
  @Required()
  branding_ids: string[];
}
