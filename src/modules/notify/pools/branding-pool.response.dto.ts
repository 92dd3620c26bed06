import { ApiProperty } from '@nestjs/swagger';
import { EmailBrandingResponse } from '../branding/email-branding.response.dto.js';
import { LetterBrandingResponse } from '../branding/letter-branding.response.dto.js';

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
