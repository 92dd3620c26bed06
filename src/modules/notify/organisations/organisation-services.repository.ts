import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { OrganisationType } from '../organisation-types.js';
import type { LinkedService } from './linked-service.js';

/** What the services of an organisation take over from it. */
export interface Inheritance {
  /** undefined: they keep theirs. */
  readonly organisationType: OrganisationType | undefined;
  /** undefined: they keep theirs. */
  readonly crown: boolean | null | undefined;
  /** For those that have none; null: there is none to give. */
  readonly emailBrandingId: string | null;
  readonly letterBrandingId: string | null;
}

/** The only SQL on services as an organisation sees them. Their versions are the database's own business. */
@Injectable()
export class OrganisationServicesRepository {
  constructor(private readonly database: Database) {}

  /** Active ones first, then by name, by code point; null where there is no such organisation. */
  async list(organisationId: string): Promise<LinkedService[] | null> {
    const rows = await this.database.query<LinkedService | { readonly id: null }>(
      `SELECT s.id, s.name, s.active, s.restricted, s.email_message_limit AS "emailMessageLimit",
         s.organisation_id AS "organisationId"
       FROM notify.organisation o LEFT JOIN notify.service s ON s.organisation_id = o.id
       WHERE o.id = $1 ORDER BY s.active DESC, s.name COLLATE "C"`,
      [organisationId],
    );
    return rows.length === 0 ? null : rows.filter((row) => row.id !== null);
  }

  /** The ids of an organisation's services, kept from change until the end of the transaction. */
  async lockAll(transaction: Queryable, organisationId: string): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `SELECT id FROM notify.service WHERE organisation_id = $1 ORDER BY id FOR UPDATE`,
      [organisationId],
    );
    return rows.map((row) => row.id);
  }

  /** Keeps a service from change until the end of the transaction; false where there is none. */
  async lock(transaction: Queryable, serviceId: string): Promise<boolean> {
    const rows = await transaction.query(`SELECT FROM notify.service WHERE id = $1 FOR UPDATE`, [serviceId]);
    return rows.length === 1;
  }

  /** Puts a locked service below a locked organisation, with its type and Crown status, also where it has none. */
  async link(transaction: Queryable, serviceId: string, organisationId: string): Promise<void> {
    await transaction.query(
      `UPDATE notify.service s
       SET organisation_id = o.id, organisation_type = o.organisation_type, crown = o.crown
       FROM notify.organisation o WHERE s.id = $1 AND o.id = $2`,
      [serviceId, organisationId],
    );
  }

  /** Hands down to locked services what is theirs to take; one new version of each that it changes. */
  async inherit(transaction: Queryable, serviceIds: readonly string[], what: Inheritance): Promise<void> {
    await transaction.query(
      `UPDATE notify.service SET
         organisation_type = coalesce($2, organisation_type),
         crown = CASE WHEN $3 THEN $4 ELSE crown END,
         email_branding_id = coalesce(email_branding_id, $5),
         letter_branding_id = coalesce(letter_branding_id, $6)
       WHERE id = ANY($1::uuid[])`,
      [
        serviceIds,
        what.organisationType ?? null,
        what.crown !== undefined,
        what.crown ?? null,
        what.emailBrandingId,
        what.letterBrandingId,
      ],
    );
  }
}
