import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { CurrentAllowances } from '../allowances/current-allowances.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { nhsNotifyOrganisationId } from '../fixed-ids.js';
import { type LockedOrganisation, OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { inheritance } from './service-inheritance.js';
import type { ServiceCreateRequest, ServiceDataResponse } from './service.dto.js';
import { translateNameTaken } from './service-name.js';
import { senderLocalPart, toServiceChanges, toServiceResponse } from './service.mapper.js';
import { type ServiceCreator, ServicesRepository } from './services.repository.js';

/** The permissions that the peer gives to the creator of a service. */
const creatorPermissions = [
  'manage_users',
  'manage_templates',
  'manage_settings',
  'send_texts',
  'send_emails',
  'send_letters',
  'manage_api_keys',
  'view_activity',
];

/** Creates services (contract section 4). */
@Injectable()
export class ServiceCreationService {
  constructor(
    private readonly database: Database,
    private readonly services: ServicesRepository,
    private readonly organisations: OrganisationsService,
    private readonly locks: OrganisationLocks,
    private readonly allowances: CurrentAllowances,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * Creates a service, its first member and its allowance of the current financial year, in one transaction. Its type or
   * the domain of its creator's address selects its organisation. If that is active, the service joins it and gets its
   * type, Crown status and default brandings.
   * @throws NoResultFound for an unknown user; RuleBroken for a taken name
   */
  async create(request: ServiceCreateRequest, actor: Actor): Promise<ServiceDataResponse> {
    const creator = await this.services.findCreator(request.user_id);
    if (creator === null) throw new NoResultFound();
    const organisationId = await this.pickOrganisation(request, creator);
    return translateNameTaken(request.name, () =>
      this.database.transaction(async (transaction) => {
        // Lock the organisation before the service, in the order of every transaction.
        const organisation = await this.lockToJoin(transaction, organisationId);
        return this.insert(transaction, request, creator, organisation, actor);
      }),
    );
  }

  private async pickOrganisation(
    request: ServiceCreateRequest,
    creator: ServiceCreator,
  ): Promise<string | null> {
    if (request.organisation_type === 'nhs_notify') return nhsNotifyOrganisationId;
    const host = creator.emailAddress.slice(creator.emailAddress.lastIndexOf('@') + 1);
    return (await this.organisations.findByDomain(host))?.id ?? null;
  }

  /** Returns null for an inactive organisation: the service is then created without one. */
  private async lockToJoin(
    transaction: Queryable,
    organisationId: string | null,
  ): Promise<LockedOrganisation | null> {
    if (organisationId === null) return null;
    const [organisation] = await this.locks.lock(transaction, [organisationId]);
    return organisation?.active === true ? organisation : null;
  }

  private async insert(
    transaction: Queryable,
    request: ServiceCreateRequest,
    creator: ServiceCreator,
    organisation: LockedOrganisation | null,
    actor: Actor,
  ): Promise<ServiceDataResponse> {
    const service = await this.services.insert(transaction, randomUUID(), {
      ...toServiceChanges(request),
      active: true,
      countAsLive: request.count_as_live ?? !creator.isPlatformAdmin,
      emailSenderLocalPart: senderLocalPart(request.name, request.custom_email_sender_name ?? null),
      ...inheritance(request, organisation, creator.emailAddress),
    });
    await this.services.addMember(transaction, service.id, request.user_id, creatorPermissions);
    await this.allowances.resetToDefaults(transaction, [service.id]);
    const data = toServiceResponse(service);
    await this.audit.record(transaction, actor, {
      entity: 'service',
      entityId: service.id,
      operation: 'create',
      changes: { ...request, organisation: service.organisationId },
    });
    return { data };
  }
}
