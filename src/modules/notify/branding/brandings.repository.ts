import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { StoredFields } from '../../../fields/field.js';
import { selectList } from '../../../fields/sql.js';
import type { ChangesOf } from '../fields/notify-field.js';
import { writtenColumns } from '../fields/written-columns.js';
import type { BrandingChannel, BrandingRow } from './branding-kind.js';

/** An organisation or a service that uses a branding. */
export interface BrandingUser {
  readonly id: string;
  readonly name: string;
}

/** The table of a kind of branding. */
interface Kind {
  readonly channel: BrandingChannel;
  readonly fields: StoredFields;
}

/** The only SQL on e-mail and letter brandings themselves. The pools have a repository of their own. */
@Injectable()
export class BrandingsRepository {
  constructor(private readonly database: Database) {}

  /** The brandings that are not archived, by name. */
  list(kind: Kind): Promise<BrandingRow[]> {
    const active = 'active' in kind.fields ? 'WHERE b.active' : '';
    return this.database.query(`${select(kind)} ${active} ORDER BY b.name COLLATE notify.text_order, b.id`);
  }

  async find(kind: Kind, id: string): Promise<BrandingRow | null> {
    const [row] = await this.database.query<BrandingRow>(`${select(kind)} WHERE b.id = $1`, [id]);
    return row ?? null;
  }

  /** Locks a branding against changes, and against new references, until the end of the transaction. */
  async lock(transaction: Queryable, kind: Kind, id: string): Promise<BrandingRow | null> {
    const [row] = await transaction.query<BrandingRow>(`${select(kind)} WHERE b.id = $1 FOR UPDATE`, [id]);
    return row ?? null;
  }

  /** @throws ConstraintViolation of the table's unique constraints, checks and references */
  async insert(
    transaction: Queryable,
    { channel, fields }: Kind,
    id: string,
    changes: ChangesOf<StoredFields>,
  ): Promise<BrandingRow> {
    const written = writtenColumns(fields, { ...changes, id });
    const rows = await transaction.query<BrandingRow>(
      `INSERT INTO notify.${channel}_branding AS b (${written.map(({ column }) => column).join(', ')})
       VALUES (${written.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${selectList(fields, 'b')}`,
      written.map(({ value }) => value),
    );
    return onlyRow(rows);
  }

  /** Writes fields of a locked branding. @throws ConstraintViolation as for `insert` */
  async update(
    transaction: Queryable,
    { channel, fields }: Kind,
    id: string,
    changes: ChangesOf<StoredFields>,
  ): Promise<BrandingRow> {
    const written = writtenColumns(fields, changes);
    const assignments = written.map(({ column }, index) => `${column} = $${index + 2}, `).join('');
    const rows = await transaction.query<BrandingRow>(
      `UPDATE notify.${channel}_branding AS b SET ${assignments}updated_at = now()
       WHERE b.id = $1 RETURNING ${selectList(fields, 'b')}`,
      [id, ...written.map(({ value }) => value)],
    );
    return onlyRow(rows);
  }

  /** Organisations whose default the branding is, by name; inactive ones too, because they can become active again. */
  listOrganisations(queryable: Queryable, { channel }: Kind, id: string): Promise<BrandingUser[]> {
    return queryable.query<BrandingUser>(
      `SELECT id, name FROM notify.organisation WHERE ${channel}_branding_id = $1
       ORDER BY name COLLATE notify.text_order, id`,
      [id],
    );
  }

  /** Active services that have the branding, by name. */
  listServices(queryable: Queryable, { channel }: Kind, id: string): Promise<BrandingUser[]> {
    return queryable.query<BrandingUser>(
      `SELECT id, name FROM notify.service WHERE ${channel}_branding_id = $1 AND active
       ORDER BY name COLLATE notify.text_order, id`,
      [id],
    );
  }
}

function select({ channel, fields }: Kind): string {
  return `SELECT ${selectList(fields, 'b')} FROM notify.${channel}_branding AS b`;
}

function onlyRow([row]: readonly BrandingRow[]): BrandingRow {
  if (row === undefined) throw new Error('the statement returned no branding');
  return row;
}
