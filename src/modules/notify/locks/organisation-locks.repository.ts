import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** What a change of something that belongs to an organisation needs to know of it. */
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
 * The locks that changes take, in this order by everybody: the domains' lock, organisations by id, then services by
 * id, then users by id. So transactions can't deadlock with each other, and nothing slips past an archive.
 */
@Injectable()
export class OrganisationLocks {
  /** Keeps organisations from change until the end of the transaction; those that do not exist are left out. */
  lock(transaction: Queryable, organisationIds: readonly string[]): Promise<LockedOrganisation[]> {
    return transaction.query<LockedOrganisation>(
      `SELECT id, name, active, crown, organisation_type AS "organisationType",
         email_branding_id AS "emailBrandingId", letter_branding_id AS "letterBrandingId"
       FROM notify.organisation WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
      [organisationIds],
    );
  }

  /** Lets one transaction at a time change who owns which domains: two that trade domains would wait for each other. */
  async lockDomains(transaction: Queryable): Promise<void> {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [domainsLock]);
  }
}
