import { ApiPropertyOptional } from '@nestjs/swagger';
import { organisationPermissions } from './organisation-permissions.js';
import { DateTimeField } from '../validation/date-time.js';
import { ListOf, OfType, UuidField } from '../validation/schema-rules.js';
import { FreeText, ShortText } from './organisation-rules.js';

const nullable = true;
const id = { type: String, format: 'uuid', nullable };
const text = { type: String, nullable };
const shortText = { ...text, maxLength: 255 };

/** What may be sent of an organisation on creation and on update alike. What is absent is not written. */
export abstract class OrganisationDetails {
  @ApiPropertyOptional({ type: [String], enum: organisationPermissions })
  @ListOf(organisationPermissions, ['can_ask_to_join_a_service'])
  permissions?: string[];

  @ApiPropertyOptional(id)
  @UuidField({ nullable })
  email_branding_id?: string | null;

  @ApiPropertyOptional(id)
  @UuidField({ nullable })
  letter_branding_id?: string | null;

  @ApiPropertyOptional({ type: Boolean, nullable })
  @OfType('boolean', 'null')
  agreement_signed?: boolean | null;

  @ApiPropertyOptional({
    ...text,
    example: '2024-01-15 10:00:00.000000',
    description: 'UTC unless a zone is given',
  })
  @DateTimeField({ nullable })
  agreement_signed_at?: string | null;

  @ApiPropertyOptional(id)
  @UuidField({ nullable })
  agreement_signed_by_id?: string | null;

  @ApiPropertyOptional(shortText)
  @ShortText()
  agreement_signed_on_behalf_of_name?: string | null;

  @ApiPropertyOptional(shortText)
  @ShortText()
  agreement_signed_on_behalf_of_email_address?: string | null;

  @ApiPropertyOptional({ type: Number, nullable })
  @OfType('number', 'null')
  agreement_signed_version?: number | null;

  @ApiPropertyOptional(text)
  @FreeText()
  request_to_go_live_notes?: string | null;

  @ApiPropertyOptional(text)
  @FreeText()
  notes?: string | null;

  @ApiPropertyOptional(shortText)
  @ShortText()
  purchase_order_number?: string | null;

  @ApiPropertyOptional(text)
  @FreeText()
  billing_contact_names?: string | null;

  @ApiPropertyOptional(text)
  @FreeText()
  billing_contact_email_addresses?: string | null;

  @ApiPropertyOptional(shortText)
  @ShortText()
  billing_reference?: string | null;

  @ApiPropertyOptional({ type: Boolean })
  @OfType('boolean')
  can_approve_own_go_live_requests?: boolean;
}
