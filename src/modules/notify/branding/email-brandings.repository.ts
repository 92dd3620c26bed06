import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { emailBrandingColumns, type EmailBrandingRow } from './email-branding-columns.js';
import type { EmailBrandingFields } from './email-branding.mapper.js';

/** The only SQL on e-mail brandings themselves; who offers them is the pools repository's. */
@Injectable()
export class EmailBrandingsRepository {
  constructor(private readonly database: Database) {}

  /** Those that are not archived, by name. */
  listActive(): Promise<EmailBrandingRow[]> {
    return this.database.query<EmailBrandingRow>(
      `SELECT ${emailBrandingColumns} FROM notify.email_branding AS b WHERE b.active
       ORDER BY b.name COLLATE notify.text_order, b.id`,
    );
  }

  async find(id: string): Promise<EmailBrandingRow | undefined> {
    const [row] = await this.database.query<EmailBrandingRow>(
      `SELECT ${emailBrandingColumns} FROM notify.email_branding AS b WHERE b.id = $1`,
      [id],
    );
    return row;
  }

  /** One that nobody else may change, or begin to use, before the end of the transaction. */
  async lock(transaction: Queryable, id: string): Promise<EmailBrandingRow | undefined> {
    const [row] = await transaction.query<EmailBrandingRow>(
      `SELECT ${emailBrandingColumns} FROM notify.email_branding AS b WHERE b.id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /**
   * @throws ConstraintViolation email_branding_name_key, email_branding_text_or_alt_text_check,
   * email_branding_created_by_id_fkey
   */
  async insert(
    transaction: Queryable,
    id: string,
    fields: EmailBrandingFields,
    createdById: string | null,
  ): Promise<EmailBrandingRow> {
    const rows = await transaction.query<EmailBrandingRow>(
      `INSERT INTO notify.email_branding AS b (id, name, colour, logo, text, alt_text, brand_type, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${emailBrandingColumns}`,
      [id, ...valuesOf(fields), createdById],
    );
    return onlyRow(rows);
  }

  /**
   * Writes every field of a locked branding.
   * @throws ConstraintViolation email_branding_name_key, email_branding_text_or_alt_text_check
   */
  async update(transaction: Queryable, id: string, fields: EmailBrandingFields): Promise<EmailBrandingRow> {
    const rows = await transaction.query<EmailBrandingRow>(
      `UPDATE notify.email_branding AS b SET name = $2, colour = $3, logo = $4, text = $5, alt_text = $6,
         brand_type = $7, updated_at = now()
       WHERE b.id = $1 RETURNING ${emailBrandingColumns}`,
      [id, ...valuesOf(fields)],
    );
    return onlyRow(rows);
  }

  /**
   * Makes a locked branding inactive and renames it.
   * @returns the name
   * @throws ConstraintViolation email_branding_name_key
   */
  async archive(transaction: Queryable, id: string, name: string): Promise<string> {
    await transaction.query(
      `UPDATE notify.email_branding SET active = false, name = $2, updated_at = now() WHERE id = $1`,
      [id, name],
    );
    return name;
  }
}

function valuesOf(fields: EmailBrandingFields): unknown[] {
  return [fields.name, fields.colour, fields.logo, fields.text, fields.altText, fields.brandType];
}

function onlyRow(rows: readonly EmailBrandingRow[]): EmailBrandingRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no e-mail branding');
  return row;
}
