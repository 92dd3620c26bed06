import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** The fields of a locked organisation that changes of its services, members and pools read. */
export interface LockedOrganisation {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly crown: boolean | null;
  readonly organisationType: string | null;
  readonly emailBrandingId: string | null;
  readonly letterBrandingId: string | null;
}

/** Any number; every instance must use the same. */
const domainsLock = 4_270_101;

/**
 * Locks of changes. Every transaction acquires them in this order, which excludes deadlocks: the domains' lock,
 * organisations by id, services by id, users by id.
 */
@Injectable()
export class OrganisationLocks {
  /** Locks organisations until the end of the transaction. Returns those that exist. */
  lock(transaction: Queryable, organisationIds: readonly string[]): Promise<LockedOrganisation[]> {
    return transaction.query<LockedOrganisation>(
      `SELECT id, name, active, crown, organisation_type AS "organisationType",
         email_branding_id AS "emailBrandingId", letter_branding_id AS "letterBrandingId"
       FROM notify.organisation WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
      [organisationIds],
    );
  }

  /** Serialises changes of domains, because two organisations that swap domains would deadlock. */
  async lockDomains(transaction: Queryable): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [domainsLock]);
  }
}
