import { Injectable } from '@nestjs/common';
import { amendableFields, assignments, columnList, placeholders, valuesOf } from '../../../fields/sql.js';
import { Database, type Queryable } from '../../../database/database.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { orderBy, type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { SortStep } from '../pagination/sort.js';
import { fixedFlagOrder, selectedFlagColumns } from './flag-columns.js';
import { flagFields, type Flag, type FlagStatus, type FlagType, type FlagFields } from './flag.fields.js';

const amendable = amendableFields(flagFields);

/** The conditions of a list of flags. */
export interface FlagFilter {
  /** Exactly this name; null for any. */
  readonly name: string | null;
  readonly type: FlagType | null;
  readonly status: FlagStatus;
  /** The highest AccessLevel that is shown. */
  readonly clearance: number;
}

/** The only SQL on flags themselves; who carries them is the organisations repository's. */
@Injectable()
export class FlagsRepository {
  constructor(private readonly database: Database) {}

  async listPage(
    filter: FlagFilter,
    order: readonly SortStep<keyof Flag>[],
    page: PageRequest,
  ): Promise<Slice<Flag>> {
    const where = `f.access_level <= $1 AND f.status = $2 AND ($3::text IS NULL OR f.name = $3)
      AND ($4::text IS NULL OR f.type = $4)`;
    const rows = await this.database.query<Flag & PageRow>(
      pageStatement({
        columns: selectedFlagColumns,
        from: 'directory.flag f',
        where,
        orderBy: orderBy(order, 'f', 'flag_id'),
        limit: '$5',
        offset: '$6',
      }),
      [filter.clearance, filter.status, filter.name, filter.type, page.size, page.number * page.size],
    );
    return toSlice(rows);
  }

  /** A flag up to a clearance. */
  async find(flagId: string, clearance: number): Promise<Flag | null> {
    const rows = await this.database.query<Flag>(
      `SELECT ${selectedFlagColumns} FROM directory.flag f WHERE f.flag_id = $1 AND f.access_level <= $2`,
      [flagId, clearance],
    );
    return rows[0] ?? null;
  }

  /** Returns the ids of flags above a clearance. */
  async listHiddenIds(flagIds: readonly string[], clearance: number): Promise<string[]> {
    if (flagIds.length === 0) return [];
    const rows = await this.database.query<Pick<Flag, 'flagId'>>(
      `SELECT f.flag_id AS "flagId" FROM directory.flag f WHERE f.flag_id = ANY($1) AND f.access_level > $2`,
      [flagIds, clearance],
    );
    return rows.map((row) => row.flagId);
  }

  /** The flags of these ids, in their fixed order, kept from change until the end of the transaction. */
  async lockShared(transaction: Queryable, flagIds: readonly string[]): Promise<Flag[]> {
    // Locked in one order by every transaction, then sorted: FOR SHARE and ORDER BY a collation don't mix in one query.
    await transaction.query(
      `SELECT FROM directory.flag f WHERE f.flag_id = ANY($1) ORDER BY f.flag_id FOR SHARE`,
      [flagIds],
    );
    return transaction.query<Flag>(
      `SELECT ${selectedFlagColumns} FROM directory.flag f WHERE f.flag_id = ANY($1) ORDER BY ${fixedFlagOrder}`,
      [flagIds],
    );
  }

  /** A flag that nobody else may change, or put on anything, before the end of the transaction. */
  async lock(transaction: Queryable, flagId: string): Promise<Flag | null> {
    const rows = await transaction.query<Flag>(
      `SELECT ${selectedFlagColumns} FROM directory.flag f WHERE f.flag_id = $1 FOR UPDATE`,
      [flagId],
    );
    return rows[0] ?? null;
  }

  /** @throws ConstraintViolation flag_type_name_value_key where there is one of this type, name and value */
  async insert(transaction: Queryable, flagId: string, fields: FlagFields): Promise<Flag> {
    const rows = await transaction.query<Flag>(
      `INSERT INTO directory.flag AS f (flag_id, ${columnList(amendable)})
       VALUES ($1, ${placeholders(amendable, 2)}) RETURNING ${selectedFlagColumns}`,
      [flagId, ...valuesOf(amendable, fields)],
    );
    return onlyRow(rows);
  }

  /**
   * Writes every field of a locked flag, moves its UpdatedAt and counts its revision on.
   * @throws ConstraintViolation flag_type_name_value_key where there is another of this type, name and value
   */
  async replace(transaction: Queryable, flagId: string, fields: FlagFields): Promise<Flag> {
    const rows = await transaction.query<Flag>(
      `UPDATE directory.flag AS f SET ${assignments(amendable, 2)}, updated_at = now(), revision = f.revision + 1
       WHERE f.flag_id = $1 RETURNING ${selectedFlagColumns}`,
      [flagId, ...valuesOf(amendable, fields)],
    );
    return onlyRow(rows);
  }
}

function onlyRow(rows: readonly Flag[]): Flag {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no flag');
  return row;
}
