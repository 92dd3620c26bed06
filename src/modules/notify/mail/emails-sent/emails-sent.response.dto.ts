import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Personalisation } from '../../outbox/personalisation.js';
import { type EmailStatus, emailStatuses } from '../email.values.js';

const timestamp = '2024-01-15T10:00:00.000000Z';

/** The present template of a mail. */
export class EmailTemplateResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Your request to go live' })
  name: string;

  @ApiProperty({ description: 'With ((field)) for what is filled in' })
  subject: string;

  @ApiProperty({ enum: ['email'] })
  template_type: 'email';

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

/** A mail and its status. */
export class SentEmailResponse {
  @ApiProperty({ type: 'integer', description: 'How often it was tried to send it' })
  attempts: number;

  @ApiProperty({ example: timestamp })
  created_at: string;

  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'Why the last attempt failed, if one did' })
  last_error: string | null;

  @ApiProperty({ enum: ['email'] })
  notification_type: 'email';

  @ApiProperty({
    description: 'What fills the template',
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  })
  personalisation: Personalisation;

  @ApiProperty({ type: String, nullable: true, description: 'Reply-To; null: the default one' })
  reply_to_text: string | null;

  @ApiProperty({ type: String, nullable: true, example: timestamp })
  sent_at: string | null;

  @ApiProperty({
    enum: emailStatuses,
    description: 'created: it waits; permanent-failure: it was refused; technical-failure: it was given up',
  })
  status: EmailStatus;

  @ApiProperty()
  template: EmailTemplateResponse;

  @ApiProperty({ example: 'name@example.gov.uk' })
  to: string;

  @ApiProperty({ type: String, nullable: true, example: timestamp })
  updated_at: string | null;
}

/** Links to other pages; a page that does not exist has no link. */
export class PageLinksResponse {
  @ApiPropertyOptional()
  last?: string;

  @ApiPropertyOptional()
  next?: string;

  @ApiPropertyOptional()
  prev?: string;
}

/** One page of sent mails. */
export class EmailsSentResponse {
  @ApiProperty()
  links: PageLinksResponse;

  @ApiProperty({ type: [SentEmailResponse] })
  notifications: SentEmailResponse[];

  @ApiProperty({ type: 'integer', example: 50 })
  page_size: number;

  @ApiProperty({ type: 'integer', description: 'On all pages' })
  total: number;
}
