import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { writtenColumns } from '../written-columns.js';
import {
  type ServiceChanges,
  serviceColumns,
  type ServiceRecord,
  serviceRecordColumns,
} from './service-columns.js';

/** What the making of a service needs to know of the user who makes it. */
export interface ServiceCreator {
  readonly emailAddress: string;
  readonly isPlatformAdmin: boolean;
}

/** The only SQL on services themselves. A trigger counts their versions and keeps each of them. */
@Injectable()
export class ServicesRepository {
  constructor(private readonly database: Database) {}

  /** All services, by name. */
  list(): Promise<ServiceRecord[]> {
    return this.database.query<ServiceRecord>(
      `SELECT ${serviceRecordColumns} FROM notify.service s ORDER BY s.name, s.id`,
    );
  }

  /** @param on the transaction that asks; without it, any connection */
  async find(serviceId: string, on: Queryable = this.database): Promise<ServiceRecord | null> {
    const rows = await on.query<ServiceRecord>(
      `SELECT ${serviceRecordColumns} FROM notify.service s WHERE s.id = $1`,
      [serviceId],
    );
    return rows[0] ?? null;
  }

  /** A service that nobody else may change before the end of the transaction. */
  async lock(transaction: Queryable, serviceId: string): Promise<ServiceRecord | null> {
    const rows = await transaction.query<ServiceRecord>(
      `SELECT ${serviceRecordColumns} FROM notify.service s WHERE s.id = $1 FOR UPDATE`,
      [serviceId],
    );
    return rows[0] ?? null;
  }

  /** Every version of a service, from the first to the present one; none where there is no such service. */
  listVersions(serviceId: string): Promise<ServiceRecord[]> {
    return this.database.query<ServiceRecord>(
      `SELECT ${serviceRecordColumns}
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
  async insert(transaction: Queryable, serviceId: string, fields: ServiceChanges): Promise<ServiceRecord> {
    const set = writtenColumns(serviceColumns, fields);
    const columns = ['id', ...set.map(({ column }) => column)];
    const rows = await transaction.query<ServiceRecord>(
      `INSERT INTO notify.service AS s (${columns.join(', ')})
       VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${serviceRecordColumns}`,
      [serviceId, ...set.map(({ value }) => value)],
    );
    return onlyRow(rows);
  }

  /**
   * Writes fields of a locked service, at least one.
   * @throws ConstraintViolation service_name_key, service_normalised_name_key, service_<reference>_fkey
   */
  async update(transaction: Queryable, serviceId: string, changes: ServiceChanges): Promise<ServiceRecord> {
    const set = writtenColumns(serviceColumns, changes);
    const rows = await transaction.query<ServiceRecord>(
      `UPDATE notify.service AS s SET ${set.map(({ column }, index) => `${column} = $${index + 2}`).join(', ')}
       WHERE s.id = $1 RETURNING ${serviceRecordColumns}`,
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

function onlyRow(rows: readonly ServiceRecord[]): ServiceRecord {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no service');
  return row;
}
