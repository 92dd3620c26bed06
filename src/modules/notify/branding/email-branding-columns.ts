import { utcTimestamp } from '../timestamps.js';
import type { EmailBranding } from './email-branding.entity.js';

/** A row as it is read; its timestamps are text already. */
export type EmailBrandingRow = Omit<EmailBranding, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string | null;
};

/** The columns of an `EmailBrandingRow`, of `notify.email_branding AS b`. */
export const emailBrandingColumns = `b.id, b.name, b.colour, b.logo, b.text, b.alt_text AS "altText",
  b.brand_type AS "brandType", b.active, b.created_by_id AS "createdById",
  ${utcTimestamp('b.created_at')} AS "createdAt", ${utcTimestamp('b.updated_at')} AS "updatedAt"`;
