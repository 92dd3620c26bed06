import { Entity, Unique } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { letterBrandingFields } from './letter-branding.fields.js';

/** The table of letter brandings. */
@Entity({ schema: 'notify', name: 'letter_branding' })
@EntityColumns('letter_branding', letterBrandingFields, ['id'])
@Unique('letter_branding_name_key', ['name'])
@Unique('letter_branding_filename_key', ['filename'])
export class LetterBranding {}
