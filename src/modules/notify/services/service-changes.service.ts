import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { archiveUnderFreeName } from '../archive-under-free-name.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound } from '../errors/notify-problems.js';
import { type LockedOrganisation, OrganisationLocks } from '../locks/organisation-locks.repository.js';
import { requireActive } from '../locks/require-organisation.js';
import { normalisedName, serviceNameKeys, translateNameTaken } from './service-name.js';
import type { ServiceDataResponse, ServiceUpdateRequest } from './service.dto.js';
import type { ServiceChanges, ServiceRow } from './service.fields.js';
import { senderLocalPart, toServiceChanges, toServiceResponse } from './service.mapper.js';
import { ServicesRepository } from './services.repository.js';

/** Changes and archives services (contract section 4). */
@Injectable()
export class ServiceChangesService {
  constructor(
    private readonly database: Database,
    private readonly services: ServicesRepository,
    private readonly locks: OrganisationLocks,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes the fields that are sent. A request without effect makes no version. Going live sends no mail.
   * @throws NoResultFound, PreconditionFailed; RuleBroken for a taken name, and for reactivating a service of an archived
   * organisation, which may have no active services
   */
  async update(
    serviceId: string,
    request: ServiceUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<ServiceDataResponse> {
    const after = await translateNameTaken(request.name, () =>
      this.database.transaction((transaction) =>
        this.updateIn(transaction, serviceId, request, actor, ifMatch),
      ),
    );
    // The service moved to another organisation while this one was being locked.
    return after ?? this.update(serviceId, request, actor, ifMatch);
  }

  /**
   * Makes a service inactive and frees its name. An inactive service is not changed.
   * @throws NoResultFound
   */
  async archive(serviceId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const service = await this.services.lock(transaction, serviceId);
      if (service === null) throw new NoResultFound();
      if (!service.active) return;
      const { name } = await archiveUnderFreeName(
        transaction,
        this.clock.now(),
        serviceNameKeys,
        (prefix) => {
          const archivedName = prefix + service.name;
          const changes = { active: false, name: archivedName, normalisedName: normalisedName(archivedName) };
          return this.services.update(transaction, serviceId, changes);
        },
      );
      await this.audit.record(transaction, actor, {
        entity: 'service',
        entityId: serviceId,
        operation: 'archive',
        changes: { active: false, name },
      });
    });
  }

  private async updateIn(
    transaction: Queryable,
    serviceId: string,
    request: ServiceUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<ServiceDataResponse | null> {
    const organisation =
      request.active === true ? await this.lockOrganisationOf(transaction, serviceId) : null;
    const before = await this.services.lock(transaction, serviceId);
    if (before === null) throw new NoResultFound();
    const present = { data: toServiceResponse(before) };
    checkIfMatch(ifMatch, { currentTag: entityTagOf(JSON.stringify(present)), isRequired: false });
    if (request.active === true && !before.active) {
      if (before.organisationId !== (organisation?.id ?? null)) return null;
      if (organisation !== null) requireActive(organisation, 'reactivate services of');
    }
    return this.write(transaction, before, request, actor);
  }

  private async write(
    transaction: Queryable,
    before: ServiceRow,
    request: ServiceUpdateRequest,
    actor: Actor,
  ): Promise<ServiceDataResponse> {
    const changes = withLocalPart(before, toServiceChanges(request));
    const isEmpty = Object.values(changes).every((value) => value === undefined);
    const after = isEmpty ? before : await this.services.update(transaction, before.id, changes);
    if (after.version !== before.version) {
      await this.audit.record(transaction, actor, {
        entity: 'service',
        entityId: before.id,
        operation: 'update',
        changes: { ...request },
      });
    }
    return { data: toServiceResponse(after) };
  }

  /** Locks the organisation before the service, in the order of every transaction. */
  private async lockOrganisationOf(
    transaction: Queryable,
    serviceId: string,
  ): Promise<LockedOrganisation | null> {
    const service = await this.services.find(serviceId, transaction);
    const organisationId = service?.organisationId ?? null;
    if (organisationId === null) return null;
    const [organisation] = await this.locks.lock(transaction, [organisationId]);
    return organisation ?? null;
  }
}

/** Returns the changes with the sender's address that follows from the names. */
function withLocalPart(before: ServiceRow, changes: ServiceChanges): ServiceChanges {
  const { name, customEmailSenderName: custom } = changes;
  if (name === undefined && custom === undefined) return changes;
  const customName = custom === undefined ? before.customEmailSenderName : custom;
  return { ...changes, emailSenderLocalPart: senderLocalPart(name ?? before.name, customName) };
}
