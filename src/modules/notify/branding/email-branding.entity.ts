import { Check, Entity, Unique } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { emailBrandingFields } from './email-branding.fields.js';

/** The table of e-mail brandings. Rows are archived, never deleted. */
@Entity({ schema: 'notify', name: 'email_branding' })
@EntityColumns('email_branding', emailBrandingFields, ['id'])
@Unique('email_branding_name_key', ['name'])
@Check('email_branding_text_or_alt_text_check', 'num_nonnulls(text, alt_text) = 1')
export class EmailBranding {}
