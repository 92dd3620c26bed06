import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { selectList } from '../../../fields/sql.js';
import { writtenColumns } from '../fields/written-columns.js';
import { type ServiceChanges, serviceColumns, type ServiceRow } from './service.fields.js';

const columns = selectList(serviceColumns, 's');

/** The user who creates a service. */
export interface ServiceCreator {
  readonly emailAddress: string;
  readonly isPlatformAdmin: boolean;
}

/** The only SQL on services. A trigger writes and keeps their versions. */
@Injectable()
export class ServicesRepository {
  constructor(private readonly database: Database) {}

  /** All services, by name. */
  list(): Promise<ServiceRow[]> {
    return this.database.query<ServiceRow>(`SELECT ${columns} FROM notify.service s ORDER BY s.name, s.id`);
  }

  /** @param on the transaction that reads; any connection by default */
  async find(serviceId: string, on: Queryable = this.database): Promise<ServiceRow | null> {
    const rows = await on.query<ServiceRow>(`SELECT ${columns} FROM notify.service s WHERE s.id = $1`, [
      serviceId,
    ]);
    return rows[0] ?? null;
  }

  /** Locks a service until the end of the transaction. */
  async lock(transaction: Queryable, serviceId: string): Promise<ServiceRow | null> {
    const rows = await transaction.query<ServiceRow>(
      `SELECT ${columns} FROM notify.service s WHERE s.id = $1 FOR UPDATE`,
      [serviceId],
    );
    return rows[0] ?? null;
  }

  /** Every version of a service, the first one first; empty for an unknown service. */
  listVersions(serviceId: string): Promise<ServiceRow[]> {
    return this.database.query<ServiceRow>(
      `SELECT ${columns}
       FROM notify.service_history h CROSS JOIN LATERAL jsonb_populate_record(NULL::notify.service, h.service) s
       WHERE h.service_id = $1 ORDER BY h.version`,
      [serviceId],
    );
  }

  async findCreator(userId: string): Promise<ServiceCreator | null> {
    const rows = await this.database.query<ServiceCreator>(
      `SELECT u.email_address AS "emailAddress", u.platform_admin AS "isPlatformAdmin"
       FROM notify.user_account u WHERE u.id = $1`,
      [userId],
    );
    return rows[0] ?? null;
  }

  /** @throws ConstraintViolation service_name_key, service_normalised_name_key, service_<reference>_fkey */
  async insert(transaction: Queryable, serviceId: string, fields: ServiceChanges): Promise<ServiceRow> {
    const written = writtenColumns(serviceColumns, { ...fields, id: serviceId });
    const rows = await transaction.query<ServiceRow>(
      `INSERT INTO notify.service AS s (${written.map(({ column }) => column).join(', ')})
       VALUES (${written.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${columns}`,
      written.map(({ value }) => value),
    );
    return onlyRow(rows);
  }

  /**
   * Writes fields of a locked service, at least one.
   * @throws ConstraintViolation service_name_key, service_normalised_name_key, service_<reference>_fkey
   */
  async update(transaction: Queryable, serviceId: string, changes: ServiceChanges): Promise<ServiceRow> {
    const set = writtenColumns(serviceColumns, changes);
    const rows = await transaction.query<ServiceRow>(
      `UPDATE notify.service AS s SET ${set.map(({ column }, index) => `${column} = $${index + 2}`).join(', ')}
       WHERE s.id = $1 RETURNING ${columns}`,
      [serviceId, ...set.map(({ value }) => value)],
    );
    return onlyRow(rows);
  }

  async addMember(
    transaction: Queryable,
    serviceId: string,
    userId: string,
    permissions: readonly string[],
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.service_member (service_id, user_id, permissions) VALUES ($1, $2, $3)`,
      [serviceId, userId, permissions],
    );
  }
}

function onlyRow(rows: readonly ServiceRow[]): ServiceRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no service');
  return row;
}
