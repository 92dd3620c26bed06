import { ApiProperty } from '@nestjs/swagger';
import { EmailAddressField } from '../validation/email-address.js';
import { AtMost, OfType, Required, Storable } from '../validation/schema-rules.js';

/** Max length of a service's name; the value is part of a subject. */
const maxServiceName = 255;

/** The e-mail to a member of an organisation about the next steps. */
export class NextStepsRequest {
  @ApiProperty({ description: 'The e-mail address of the member', example: 'name@example.gov.uk' })
  @EmailAddressField()
  @Required()
  to: string;

  @ApiProperty({ example: 'Tax Notifications' })
  @OfType('string')
  @Storable()
  @AtMost(maxServiceName)
  @Required()
  service_name: string;

  @ApiProperty({
    description: "Notify's markdown",
    example: 'Please review the service configuration before approval.',
  })
  @OfType('string')
  @Storable()
  @Required()
  body: string;
}

/** The reason for rejecting a request to go live, and the member who rejected it. */
export class RejectedRequest {
  @ApiProperty({ description: 'Who requested it', example: 'John Doe' })
  @OfType('string')
  @Storable()
  @Required()
  name: string;

  @ApiProperty({ example: 'Tax Notifications' })
  @OfType('string')
  @Storable()
  @Required()
  service_name: string;

  @ApiProperty({ example: 'HM Revenue & Customs' })
  @OfType('string')
  @Storable()
  @Required()
  organisation_name: string;

  @ApiProperty({ example: 'Additional security review required before go-live.' })
  @OfType('string')
  @Storable()
  @Required()
  reason: string;

  @ApiProperty({ description: 'Who rejected it', example: 'Jane Smith' })
  @OfType('string')
  @Storable()
  @Required()
  organisation_team_member_name: string;

  @ApiProperty({ example: 'jane.smith@example.gov.uk' })
  @OfType('string')
  @Storable()
  @Required()
  organisation_team_member_email: string;
}
