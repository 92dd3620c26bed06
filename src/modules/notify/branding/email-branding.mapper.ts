import type { EmailBrandingRow } from './email-branding-columns.js';
import type { EmailBrandingCreateRequest, EmailBrandingUpdateRequest } from './email-branding.dto.js';
import type { EmailBrandingResponse } from './email-branding.response.dto.js';

/** What a caller may set of an e-mail branding. */
export type EmailBrandingFields = Pick<
  EmailBrandingRow,
  'altText' | 'brandType' | 'colour' | 'logo' | 'name' | 'text'
>;

/** An e-mail branding as it leaves, field by field. */
export function toEmailBrandingResponse(branding: EmailBrandingRow): EmailBrandingResponse {
  return {
    alt_text: branding.altText,
    brand_type: branding.brandType,
    colour: branding.colour,
    created_at: branding.createdAt,
    created_by: branding.createdById,
    id: branding.id,
    logo: branding.logo,
    name: branding.name,
    text: branding.text,
    updated_at: branding.updatedAt,
  };
}

/** The branding that a checked body describes. */
export function toEmailBrandingFields(request: EmailBrandingCreateRequest): EmailBrandingFields {
  return {
    altText: textOrNull(request.alt_text),
    brandType: request.brand_type ?? 'org',
    colour: textOrNull(request.colour),
    logo: textOrNull(request.logo),
    name: request.name,
    text: textOrNull(request.text),
  };
}

/** What becomes of a branding by a checked body that holds what is to change. */
export function amendEmailBranding(
  before: EmailBrandingFields,
  change: EmailBrandingUpdateRequest,
): EmailBrandingFields {
  return {
    altText: amendedText(before.altText, change.alt_text),
    brandType: change.brand_type === undefined ? before.brandType : (change.brand_type ?? 'org'),
    colour: amendedText(before.colour, change.colour),
    logo: amendedText(before.logo, change.logo),
    name: change.name ?? before.name,
    text: amendedText(before.text, change.text),
  };
}

function amendedText(before: string | null, sent: string | null | undefined): string | null {
  return sent === undefined ? before : textOrNull(sent);
}

/** As the peer has it: an empty text is none. */
function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
