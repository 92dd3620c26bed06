import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { requireScope } from '../auth/caller.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { type LockedOrganisation, OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import { planBranding } from './branding-plan.js';
import type { OrganisationUpdateRequest } from './organisation.dto.js';
import { toOrganisationChanges, toOrganisationResponse } from './organisation.mapper.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { type PlannedUpdate, signsAgreement, UpdateEffects } from './update-effects.js';

/** Updates organisations (contract section 1.6). */
@Injectable()
export class OrganisationUpdateService {
  constructor(
    private readonly database: Database,
    private readonly locks: OrganisationLocks,
    private readonly organisations: OrganisationsRepository,
    private readonly effects: UpdateEffects,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * Writes the sent fields and their effects in one transaction. An empty request changes `updated_at` only.
   * @throws TokenRefused without the scope for its e-mails, NoResultFound, PreconditionFailed, RuleBroken for a branding sent to an archived organisation,
   * ConstraintViolation for a taken name or domain or an unknown id
   */
  async update(
    organisationId: string,
    request: OrganisationUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<void> {
    if (signsAgreement(request)) requireScope(actor, 'mail');
    const { domains, ...fields } = toOrganisationChanges(request);
    await this.database.transaction(async (transaction) => {
      if (domains !== undefined) await this.locks.lockDomains(transaction);
      const before = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      await this.checkIfMatch(transaction, organisationId, ifMatch);
      const update = planUpdate(before, request);
      const serviceIds = await this.effects.lockHeirs(transaction, update);
      const brandings = { emailBrandingId: update.email.default, letterBrandingId: update.letter.default };
      const changes = { ...fields, ...brandings };
      await this.organisations.update(transaction, organisationId, changes);
      if (domains !== undefined)
        await this.organisations.replaceDomains(transaction, organisationId, domains);
      await this.effects.follow(transaction, update, serviceIds);
      await this.audit.record(transaction, actor, {
        entity: 'organisation',
        entityId: organisationId,
        operation: 'update',
        changes: {
          ...request,
          domains,
          email_branding_id: update.email.default,
          letter_branding_id: update.letter.default,
        },
      });
    });
  }

  /** Compares If-Match with the response that a GET would have now; the row is locked. */
  private async checkIfMatch(
    transaction: Queryable,
    organisationId: string,
    ifMatch: string | undefined,
  ): Promise<void> {
    if (ifMatch === undefined) return;
    const organisation = await this.organisations.find(organisationId, transaction);
    if (organisation === null) throw new NoResultFound();
    const currentTag = entityTagOf(JSON.stringify(toOrganisationResponse(organisation)));
    checkIfMatch(ifMatch, { currentTag, isRequired: false });
  }
}

/** @throws RuleBroken if a request sets a branding of an archived organisation without reactivating it */
function planUpdate(before: LockedOrganisation, request: OrganisationUpdateRequest): PlannedUpdate {
  const {
    email_branding_id: email,
    letter_branding_id: letter,
    organisation_type: organisationType,
  } = request;
  const givesBranding = typeof email === 'string' || typeof letter === 'string';
  if (givesBranding && request.active !== true) requireActive(before, 'add branding to');
  return {
    organisationId: before.id,
    request,
    email: planBranding('email', { organisationType, sent: email, present: before.emailBrandingId }),
    letter: planBranding('letter', { organisationType, sent: letter, present: before.letterBrandingId }),
  };
}
