import { ApiProperty } from '@nestjs/swagger';
import { responseOf } from '../../../fields/shapes.js';
import { creationOf, updateOf } from '../fields/requests.js';
import { emailBrandingFields } from './email-branding.fields.js';

/** The body of a POST that creates an e-mail branding. */
export class EmailBrandingCreateRequest extends creationOf(emailBrandingFields) {}

/** The body of a POST that changes an e-mail branding. A field that is absent keeps its value. */
export class EmailBrandingUpdateRequest extends updateOf(emailBrandingFields) {}

/** An e-mail branding on the wire. */
export class EmailBrandingResponse extends responseOf(emailBrandingFields) {}

/** All e-mail brandings. */
export class EmailBrandingsResponse {
  @ApiProperty({ type: [EmailBrandingResponse] })
  email_branding: EmailBrandingResponse[];
}

/** The response to a GET of one e-mail branding. */
export class OneEmailBrandingResponse {
  @ApiProperty({ type: EmailBrandingResponse })
  email_branding: EmailBrandingResponse;
}

/** The response to a POST that creates or changes an e-mail branding. */
export class ChangedEmailBrandingResponse {
  @ApiProperty({ type: EmailBrandingResponse })
  data: EmailBrandingResponse;
}
