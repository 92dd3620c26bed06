import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { Forbidden } from '../../../http/errors/problem.js';
import type { Caller } from '../auth/caller.js';
import type { OrganisationRecord } from './organisation.fields.js';
import { organisationNotFound } from './organisation-not-found.js';
import { OrganisationsRepository } from './organisations.repository.js';

/** Decides whether a caller may see or change one organisation. */
@Injectable()
export class OrganisationAccess {
  constructor(
    private readonly database: Database,
    private readonly organisations: OrganisationsRepository,
  ) {}

  /**
   * Locks an organisation that the caller may change. The relation is read under the lock, so a concurrent
   * change of administrators comes before or after it.
   * @throws NotFound where the caller may not even see it, Forbidden where they may not change it
   */
  async lockWritable(
    transaction: Queryable,
    organisationId: string,
    caller: Caller,
  ): Promise<OrganisationRecord> {
    const organisation = await this.organisations.lock(transaction, organisationId);
    const isAdministered =
      !caller.isOperator && (await this.administers(transaction, organisationId, caller));
    return writableOrganisation(organisation, isAdministered, caller);
  }

  /**
   * Lets through who may manage an organisation: operators and its own Active administrators.
   * @throws NotFound where the caller may not even see it, Forbidden where they may only see it
   */
  async checkManageable(organisationId: string, caller: Caller): Promise<void> {
    await this.checkVisible(organisationId, caller);
    if (await this.mayManage(this.database, organisationId, caller)) return;
    throw new Forbidden(
      'Only its own administrators, directory:admin and super users may see who administers this organisation. Sign in as one of them, or use a token with directory:admin.',
    );
  }

  /** @throws NotFound for an organisation that does not exist or that the caller may not see */
  async checkVisible(organisationId: string, caller: Caller): Promise<void> {
    if ((await this.organisations.find(organisationId, caller)) === null) throw organisationNotFound();
  }

  /** True for operators and for the organisation's own Active administrators. */
  async mayManage(queryable: Queryable, organisationId: string, caller: Caller): Promise<boolean> {
    return caller.isOperator || (await this.administers(queryable, organisationId, caller));
  }

  private async administers(queryable: Queryable, organisationId: string, caller: Caller): Promise<boolean> {
    if (caller.userEmail === null) return false;
    return this.organisations.isAdministeredBy(queryable, organisationId, caller.userEmail);
  }
}

/**
 * The organisation, where the caller may change it.
 * @param isAdministered the caller is among its Active administrators
 * @throws NotFound where there is none or the caller may not even see it, Forbidden where they may not change it
 */
export function writableOrganisation(
  organisation: OrganisationRecord | null,
  isAdministered: boolean,
  caller: Caller,
): OrganisationRecord {
  if (organisation === null) throw organisationNotFound();
  if (caller.isOperator || isAdministered) return organisation;
  if (!caller.readsAll) throw organisationNotFound();
  throw new Forbidden(
    'Only its own administrators, directory:admin and super users may change this organisation. Sign in as one of them, or use a token with directory:admin.',
  );
}
