import type { LetterBrandingRow } from './letter-branding-columns.js';
import type { LetterBrandingResponse } from './letter-branding.response.dto.js';

/** What a caller may set of a letter branding. */
export type LetterBrandingFields = Pick<LetterBrandingRow, 'filename' | 'name'>;

/** A letter branding as it leaves, field by field. */
export function toLetterBrandingResponse(branding: LetterBrandingRow): LetterBrandingResponse {
  return {
    created_at: branding.createdAt,
    created_by: branding.createdById,
    filename: branding.filename,
    id: branding.id,
    name: branding.name,
    updated_at: branding.updatedAt,
  };
}
