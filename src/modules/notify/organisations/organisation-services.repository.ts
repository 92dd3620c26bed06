import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { OrganisationType } from '../organisation-types.js';

/** A service in the list of its organisation, with the keys of the response in alphabetical order. */
export interface LinkedService {
  readonly active: boolean;
  readonly id: string;
  readonly message_limit: number;
  readonly name: string;
  readonly organisation_id: string;
  readonly restricted: boolean;
}

/** The values that the services of an organisation inherit from it. */
export interface Inheritance {
  /** Undefined leaves the services' own type. */
  readonly organisationType: OrganisationType | undefined;
  /** Undefined leaves the services' own status. */
  readonly crown: boolean | null | undefined;
  /** Brandings for services without one; null if the organisation has none. */
  readonly emailBrandingId: string | null;
  readonly letterBrandingId: string | null;
}

/** The only SQL on the services of an organisation. A trigger writes their versions. */
@Injectable()
export class OrganisationServicesRepository {
  constructor(private readonly database: Database) {}

  /** Active services first, then by name in code point order; null for an unknown organisation. */
  async list(organisationId: string): Promise<LinkedService[] | null> {
    const rows = await this.database.query<LinkedService | { readonly id: null }>(
      `SELECT s.active, s.id, s.email_message_limit::double precision AS message_limit, s.name, s.organisation_id,
         s.restricted
       FROM notify.organisation o LEFT JOIN notify.service s ON s.organisation_id = o.id
       WHERE o.id = $1 ORDER BY s.active DESC, s.name COLLATE "C"`,
      [organisationId],
    );
    return rows.length === 0 ? null : rows.filter((row) => row.id !== null);
  }

  /** Locks the services of an organisation until the end of the transaction and returns their ids. */
  async lockAll(transaction: Queryable, organisationId: string): Promise<string[]> {
    const rows = await transaction.query<{ id: string }>(
      `SELECT id FROM notify.service WHERE organisation_id = $1 ORDER BY id FOR UPDATE`,
      [organisationId],
    );
    return rows.map((row) => row.id);
  }

  /** Locks a service until the end of the transaction; false if it does not exist. */
  async lock(transaction: Queryable, serviceId: string): Promise<boolean> {
    const rows = await transaction.query(`SELECT FROM notify.service WHERE id = $1 FOR UPDATE`, [serviceId]);
    return rows.length === 1;
  }

  /** Moves a locked service to a locked organisation and gives it the organisation's type and Crown status, null included. */
  async link(transaction: Queryable, serviceId: string, organisationId: string): Promise<void> {
    await transaction.query(
      `UPDATE notify.service s
       SET organisation_id = o.id, organisation_type = o.organisation_type, crown = o.crown
       FROM notify.organisation o WHERE s.id = $1 AND o.id = $2`,
      [serviceId, organisationId],
    );
  }

  /** Writes inherited values to locked services: one new version of each service that changes. */
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
