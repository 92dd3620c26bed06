import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterCommit } from '../../../database/after-commit.js';
import { Database } from '../../../database/database.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { FlagAssignment } from '../flags/flag-assignment.js';
import { HistoryRepository } from '../history/history.repository.js';
import { type Amended, toAmended } from './amended.js';
import { ConsistentReads } from './consistent-reads.js';
import { organisationChanges } from './organisation-changes.js';
import { recordOrganisationChange } from './organisation-events.js';
import type { OrganisationRecord } from './organisation.fields.js';
import type { OrganisationCreateRequest, OrganisationResponse } from './organisation.dto.js';
import { toAmendableFields, toOrganisationResponse } from './organisation.mapper.js';
import { organisationNotFound } from './organisation-not-found.js';
import { OrganisationRelationsRepository } from './organisation-relations.repository.js';
import { OrganisationsRepository } from './organisations.repository.js';

/** Reading and creating single organisations. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly database: Database,
    private readonly organisations: OrganisationsRepository,
    private readonly reads: ConsistentReads,
    private readonly flags: FlagAssignment,
    private readonly history: HistoryRepository,
    private readonly relations: OrganisationRelationsRepository,
    private readonly events: SecurityEvents,
  ) {}

  /** @throws NotFound for one that does not exist or that the caller may not see */
  async get(organisationId: string, caller: Caller): Promise<OrganisationResponse> {
    const organisation = await this.find(organisationId, caller);
    if (organisation === null) throw organisationNotFound();
    return toOrganisationResponse(organisation);
  }

  private async find(organisationId: string, caller: Caller): Promise<OrganisationRecord | null> {
    const required = await this.reads.requiredVersion();
    if (required === null) return this.organisations.find(organisationId, caller);
    const { organisation } = await this.reads.read(required, (source) =>
      this.organisations.findVersion(organisationId, caller, source),
    );
    return organisation;
  }

  /**
   * Creates an organisation with its first history entry; a UUID is made where the request brings no id.
   * @throws Invalid for a flag that can't be assigned, Conflict where the id is taken
   */
  async create(request: OrganisationCreateRequest, author: Author): Promise<Amended> {
    const organisationId = request.OrganisationId ?? randomUUID();
    return this.database.transaction(async (transaction) => {
      const flags = await this.flags.lockAssignable(transaction, request.Flags ?? [], author.caller);
      const fields = toAmendableFields(request, 'Active');
      await this.organisations.insert(transaction, organisationId, fields);
      await this.organisations.addFlags(
        transaction,
        organisationId,
        flags.map((flag) => flag.flagId),
      );
      const after = await this.organisations.lock(transaction, organisationId);
      if (after === null) throw organisationNotFound();
      const changes = organisationChanges(null, after);
      await this.history.append(transaction, 'organisation', organisationId, {
        operation: 'Create',
        changes,
        ...author.signature,
      });
      afterCommit(transaction, () => {
        recordOrganisationChange(this.events, author, null, after);
      });
      const relations = await this.relations.find(transaction, after, author.caller);
      const ground = { notes: request.notes, reset: new Set<never>() };
      return toAmended(ground, null, after, relations, author.caller);
    });
  }
}
