import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { CurrentAllowances } from '../allowances/current-allowances.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import { toLinkedServiceResponse } from './linked-service.mapper.js';
import type { LinkedServiceResponse } from './linked-service.response.dto.js';
import { OrganisationServicesRepository } from './organisation-services.repository.js';

/** The services of organisations (contract sections 1.8, 1.9). */
@Injectable()
export class OrganisationServicesService {
  constructor(
    private readonly database: Database,
    private readonly locks: OrganisationLocks,
    private readonly services: OrganisationServicesRepository,
    private readonly allowances: CurrentAllowances,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws NoResultFound */
  async list(organisationId: string): Promise<LinkedServiceResponse[]> {
    const services = await this.services.list(organisationId);
    if (services === null) throw new NoResultFound();
    return services.map(toLinkedServiceResponse);
  }

  /**
   * Puts a service below an organisation, away from any other, with its type, its Crown status and the default
   * allowance of this year. Branding is not handed down.
   * @throws NoResultFound for either, RuleBroken for an archived organisation
   */
  async link(organisationId: string, serviceId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      // The organisation that the service leaves needs no lock: to it, the service was there or is gone.
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      const isThere = await this.services.lock(transaction, serviceId);
      if (!isThere) throw new NoResultFound();
      requireActive(organisation, 'add services to');
      await this.services.link(transaction, serviceId, organisationId);
      await this.allowances.resetToDefaults(transaction, [serviceId]);
      await this.audit.record(transaction, actor, {
        entity: 'organisation',
        entityId: organisationId,
        operation: 'link-service',
        changes: { service_id: serviceId },
      });
    });
  }
}
