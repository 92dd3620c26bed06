import { utcTimestamp } from '../timestamps.js';
import type { LetterBranding } from './letter-branding.entity.js';

/** A row as it is read; its timestamps are text already. */
export type LetterBrandingRow = Omit<LetterBranding, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string | null;
};

/** The columns of a `LetterBrandingRow`, of `notify.letter_branding AS b`. */
export const letterBrandingColumns = `b.id, b.name, b.filename, b.created_by_id AS "createdById",
  ${utcTimestamp('b.created_at')} AS "createdAt", ${utcTimestamp('b.updated_at')} AS "updatedAt"`;
