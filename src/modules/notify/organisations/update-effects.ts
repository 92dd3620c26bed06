import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import { AgreementMails } from '../agreements/agreement-mails.js';
import { CurrentAllowances } from '../allowances/current-allowances.js';
import { BrandingPoolsRepository } from '../pools/branding-pools.repository.js';
import type { BrandingPlan } from './branding-plan.js';
import { OrganisationServicesRepository } from './organisation-services.repository.js';
import type { OrganisationUpdateRequest } from './organisation.dto.js';

/** An update with the changes of branding that follow from it. */
export interface PlannedUpdate {
  readonly organisationId: string;
  readonly request: OrganisationUpdateRequest;
  readonly email: BrandingPlan;
  readonly letter: BrandingPlan;
}

/** The effects of an organisation's update on its services, branding pools and agreement e-mails. */
@Injectable()
export class UpdateEffects {
  constructor(
    private readonly services: OrganisationServicesRepository,
    private readonly allowances: CurrentAllowances,
    private readonly pools: BrandingPoolsRepository,
    private readonly mails: AgreementMails,
  ) {}

  /** Locks the services that will change and returns their ids. Call it before writing the organisation. */
  async lockHeirs(transaction: Queryable, update: PlannedUpdate): Promise<string[]> {
    return concernsServices(update) ? this.services.lockAll(transaction, update.organisationId) : [];
  }

  /** Applies the effects of a written update. */
  async follow(transaction: Queryable, update: PlannedUpdate, serviceIds: readonly string[]): Promise<void> {
    const { organisationId, request, email, letter } = update;
    if (serviceIds.length > 0) {
      await this.services.inherit(transaction, serviceIds, {
        organisationType: request.organisation_type,
        crown: request.crown,
        emailBrandingId: email.default ?? null,
        letterBrandingId: letter.default ?? null,
      });
    }
    if (request.organisation_type !== undefined)
      await this.allowances.resetToDefaults(transaction, serviceIds);
    await this.pools.add(transaction, 'email', organisationId, email.pool);
    await this.pools.add(transaction, 'letter', organisationId, letter.pool);
    if (signsAgreement(request)) await this.mails.enqueue(transaction, organisationId);
  }
}

/** True for an update that sends e-mails. */
export function signsAgreement(request: OrganisationUpdateRequest): boolean {
  return request.agreement_signed === true && typeof request.agreement_signed_by_id === 'string';
}

function concernsServices({ request, email, letter }: PlannedUpdate): boolean {
  return (
    request.organisation_type !== undefined ||
    request.crown !== undefined ||
    typeof email.default === 'string' ||
    typeof letter.default === 'string'
  );
}
