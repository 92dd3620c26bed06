import type { StoredFields } from '../../../fields/field.js';
import { changesMapper, sortedResponseMapper } from '../fields/mapping.js';
import type { ChangesOf } from '../fields/notify-field.js';
import { emailBrandingFields } from './email-branding.fields.js';
import { letterBrandingFields, sentLetterBrandingFields } from './letter-branding.fields.js';
import type { EmailBrandingResponse } from './email-branding.dto.js';
import type { LetterBrandingResponse } from './letter-branding.dto.js';

/** The channels that have brandings. */
export type BrandingChannel = 'email' | 'letter';

/** A row of either kind; `active` is absent for letter brandings, which can't be archived. */
export type BrandingRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly name: string;
  readonly active?: boolean;
};

/** The differences between e-mail and letter brandings. */
export interface BrandingKind<Response extends object = object> {
  readonly channel: BrandingChannel;
  readonly fields: StoredFields;
  /** Maps a checked request to the fields to write. */
  readonly toChanges: (request: object) => ChangesOf<StoredFields>;
  readonly toResponse: (row: BrandingRow) => Response;
  /** The body of a GET of one branding, which its entity tag is computed from. */
  readonly toBody: (response: object) => object;
  /** Collation of the names in the list of a pool. */
  readonly poolCollation: string;
}

export const emailBranding: BrandingKind<EmailBrandingResponse> = {
  channel: 'email',
  fields: emailBrandingFields,
  toChanges: changesMapper(emailBrandingFields),
  toResponse: sortedResponseMapper(emailBrandingFields) as (row: BrandingRow) => EmailBrandingResponse,
  toBody: (branding) => ({ email_branding: branding }),
  poolCollation: 'notify.text_order',
};

export const letterBranding: BrandingKind<LetterBrandingResponse> = {
  channel: 'letter',
  fields: letterBrandingFields,
  toChanges: changesMapper(sentLetterBrandingFields),
  toResponse: sortedResponseMapper(letterBrandingFields) as (row: BrandingRow) => LetterBrandingResponse,
  toBody: (branding) => branding,
  poolCollation: '"C"',
};
