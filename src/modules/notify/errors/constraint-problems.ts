import type { Problem } from '../../../http/errors/problem.js';
import { NoResultFound, RuleBroken, SchemaViolation } from './notify-problems.js';

const unknown = (field: string) => (): Problem => new SchemaViolation([`${field} does not exist`]);
const nothing = (): Problem => new NoResultFound();
const rule = (message: ConstructorParameters<typeof RuleBroken>[0]) => (): Problem => new RuleBroken(message);

/** Problems by name of the violated constraint; any other constraint is an internal error. */
export const constraintProblems: ReadonlyMap<string, () => Problem> = new Map([
  ['organisation_name_key', rule('Organisation name already exists')],
  ['organisation_domain_pkey', rule('Domain already exists')],
  ['organisation_email_branding_id_fkey', unknown('email_branding_id')],
  ['organisation_letter_branding_id_fkey', unknown('letter_branding_id')],
  ['organisation_agreement_signed_by_id_fkey', unknown('agreement_signed_by_id')],
  ['organisation_invite_invited_by_id_fkey', unknown('invited_by')],
  ['user_account_mobile_number_check', rule('Mobile number must be set if auth_type is set to sms_auth')],
  [
    'user_account_email_address_key',
    rule({ email_address: ['A user with this email address already exists'] }),
  ],
  ['service_email_branding_id_fkey', rule({ email_branding: ['No result found'] })],
  ['service_letter_branding_id_fkey', rule({ letter_branding: ['No result found'] })],
  ['service_go_live_user_id_fkey', rule({ go_live_user: ['No result found'] })],
  ['service_created_by_id_fkey', rule({ created_by: ['No result found'] })],
  ['usage_fact_service_id_fkey', (): Problem => new NoResultFound()],
  ['email_branding_name_key', rule({ name: ['An email branding with that name already exists.'] })],
  [
    'email_branding_text_or_alt_text_check',
    rule('Email branding must have exactly one of alt_text and text.'),
  ],
  ['email_branding_created_by_id_fkey', unknown('created_by')],
  ['letter_branding_name_key', rule({ name: ['Name already in use'] })],
  ['letter_branding_filename_key', rule({ filename: ['Filename already in use'] })],
  ['letter_branding_created_by_id_fkey', unknown('created_by_id')],
  ['organisation_email_branding_email_branding_id_fkey', nothing],
  ['organisation_letter_branding_letter_branding_id_fkey', nothing],
]);
