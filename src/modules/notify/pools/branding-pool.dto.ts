import { ApiProperty } from '@nestjs/swagger';
import { EmailBrandingResponse } from '../branding/email-branding.dto.js';
import { LetterBrandingResponse } from '../branding/letter-branding.dto.js';
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

/** The e-mail brandings that the services of an organisation may choose from. */
export class EmailBrandingPoolResponse {
  @ApiProperty({ type: [EmailBrandingResponse] })
  data: EmailBrandingResponse[];
}

/** The letter brandings that the services of an organisation may choose from. */
export class LetterBrandingPoolResponse {
  @ApiProperty({ type: [LetterBrandingResponse] })
  data: LetterBrandingResponse[];
}
