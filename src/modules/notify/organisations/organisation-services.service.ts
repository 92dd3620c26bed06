import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { CurrentAllowances } from '../allowances/current-allowances.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import type { LinkedServiceResponse } from './organisation-services.dto.js';
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
    return services;
  }

  /**
   * Moves a service to an organisation. The service gets its type, its Crown status and the default allowance of this
   * year, but not its brandings.
   * @throws NoResultFound for an unknown organisation or service, RuleBroken for an archived organisation
   */
  async link(organisationId: string, serviceId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      // The former organisation needs no lock: its operations see the service either before or after the move.
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      const exists = await this.services.lock(transaction, serviceId);
      if (!exists) throw new NoResultFound();
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
