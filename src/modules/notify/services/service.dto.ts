import type { OrganisationType } from '../organisation-types.js';
import { FieldErrors, NoOtherFields } from '../validation/body-style.js';
import { maxInteger } from '../validation/number-rules.js';
import { Required } from '../validation/schema-rules.js';
import { Count, Flag, Id, Kind, Moment, Name, Permissions, Text } from './service-rules.js';

const missing = 'Missing data for required field.';
const nullable = true;
const required = true;
/** What JavaScript holds exactly. */
const maxLimit = Number.MAX_SAFE_INTEGER;

/** What may be sent both when a service is made and later. */
class ServiceDetails {
  @Flag()
  active?: boolean;

  @Text({ limited: false, nullable })
  billing_contact_email_addresses?: string | null;

  @Text({ limited: false, nullable })
  billing_contact_names?: string | null;

  @Text({ nullable })
  billing_reference?: string | null;

  @Flag({ nullable })
  confirmed_email_sender_name?: boolean | null;

  @Flag()
  confirmed_unique?: boolean;

  @Flag({ nullable })
  consent_to_research?: boolean | null;

  @Text({ nullable })
  contact_link?: string | null;

  @Flag()
  count_as_live?: boolean;

  @Flag({ nullable })
  crown?: boolean | null;

  @Text({ nullable })
  custom_email_sender_name?: string | null;

  @Id({ nullable })
  email_branding?: string | null;

  @Moment()
  go_live_at?: string | null;

  @Id({ nullable })
  go_live_user?: string | null;

  @Flag()
  has_active_go_live_request?: boolean;

  @Count(maxLimit)
  international_sms_message_limit?: number;

  @Id({ nullable })
  letter_branding?: string | null;

  @Text({ limited: false, nullable })
  notes?: string | null;

  @Kind()
  organisation_type?: OrganisationType | null;

  @Permissions()
  permissions?: string[];

  @Flag()
  prefix_sms?: boolean;

  @Text({ nullable })
  purchase_order_number?: string | null;

  @Count(maxInteger)
  rate_limit?: number;

  @Count(maxInteger, { nullable })
  volume_email?: number | null;

  @Count(maxInteger, { nullable })
  volume_letter?: number | null;

  @Count(maxInteger, { nullable })
  volume_sms?: number | null;
}

/** The body of POST /service. */
@FieldErrors()
@NoOtherFields()
export class ServiceCreateRequest extends ServiceDetails {
  @Name({ required })
  @Required(missing)
  name: string;

  /** Who works on it from the start. */
  @Id({ required })
  @Required(missing)
  user_id: string;

  @Id({ required })
  @Required(missing)
  created_by: string;

  @Count(maxLimit, { required })
  @Required(missing)
  email_message_limit: number;

  @Count(maxLimit, { required })
  @Required(missing)
  sms_message_limit: number;

  @Count(maxLimit, { required })
  @Required(missing)
  letter_message_limit: number;

  @Flag({ required })
  @Required(missing)
  restricted: boolean;
}

/** The body of POST /service/{id}: what is sent is changed. Its organisation is not to be had this way. */
@FieldErrors()
@NoOtherFields()
export class ServiceUpdateRequest extends ServiceDetails {
  @Name()
  name?: string;

  @Id()
  created_by?: string;

  @Count(maxLimit)
  email_message_limit?: number;

  @Count(maxLimit)
  sms_message_limit?: number;

  @Count(maxLimit)
  letter_message_limit?: number;

  @Flag()
  restricted?: boolean;
}
