import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { letterBrandingColumns, type LetterBrandingRow } from './letter-branding-columns.js';
import type { LetterBrandingFields } from './letter-branding.mapper.js';

/** The only SQL on letter brandings themselves; who offers them is the pools repository's. */
@Injectable()
export class LetterBrandingsRepository {
  constructor(private readonly database: Database) {}

  /** All, by name. */
  list(): Promise<LetterBrandingRow[]> {
    return this.database.query<LetterBrandingRow>(
      `SELECT ${letterBrandingColumns} FROM notify.letter_branding AS b
       ORDER BY b.name COLLATE notify.text_order, b.id`,
    );
  }

  async find(id: string): Promise<LetterBrandingRow | undefined> {
    const [row] = await this.database.query<LetterBrandingRow>(
      `SELECT ${letterBrandingColumns} FROM notify.letter_branding AS b WHERE b.id = $1`,
      [id],
    );
    return row;
  }

  /** One that nobody else may change before the end of the transaction. */
  async lock(transaction: Queryable, id: string): Promise<LetterBrandingRow | undefined> {
    const [row] = await transaction.query<LetterBrandingRow>(
      `SELECT ${letterBrandingColumns} FROM notify.letter_branding AS b WHERE b.id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /**
   * @throws ConstraintViolation letter_branding_name_key, letter_branding_filename_key,
   * letter_branding_created_by_id_fkey
   */
  async insert(
    transaction: Queryable,
    id: string,
    { name, filename }: LetterBrandingFields,
    createdById: string | null,
  ): Promise<LetterBrandingRow> {
    const rows = await transaction.query<LetterBrandingRow>(
      `INSERT INTO notify.letter_branding AS b (id, name, filename, created_by_id) VALUES ($1, $2, $3, $4)
       RETURNING ${letterBrandingColumns}`,
      [id, name, filename, createdById],
    );
    return onlyRow(rows);
  }

  /**
   * Writes every field of a locked branding.
   * @throws ConstraintViolation letter_branding_name_key, letter_branding_filename_key
   */
  async update(
    transaction: Queryable,
    id: string,
    { name, filename }: LetterBrandingFields,
  ): Promise<LetterBrandingRow> {
    const rows = await transaction.query<LetterBrandingRow>(
      `UPDATE notify.letter_branding AS b SET name = $2, filename = $3, updated_at = now()
       WHERE b.id = $1 RETURNING ${letterBrandingColumns}`,
      [id, name, filename],
    );
    return onlyRow(rows);
  }
}

function onlyRow(rows: readonly LetterBrandingRow[]): LetterBrandingRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no letter branding');
  return row;
}
