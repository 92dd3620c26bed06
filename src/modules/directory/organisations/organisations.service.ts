import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/entity-tag.js';
import { Forbidden, Invalid } from '../../../http/errors/problem.js';
import { checkIfMatch } from '../../../http/if-match.js';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { FlagAssignment } from '../flags/flag-assignment.js';
import { HistoryRepository } from '../history/history.repository.js';
import { OrganisationAccess } from './organisation-access.js';
import { organisationChanges } from './organisation-changes.js';
import {
  maxFlags,
  type OrganisationCreateRequest,
  type OrganisationUpdateRequest,
} from './organisation.dto.js';
import type { OrganisationRecord } from './organisation-record.js';
import { toAmendableFields, toOrganisationResponse } from './organisation.mapper.js';
import type { AmendedOrganisationResponse, OrganisationResponse } from './organisation.response.dto.js';
import { organisationNotFound } from './organisation-not-found.js';
import { OrganisationWarnings } from './organisation-warnings.js';
import { OrganisationsRepository } from './organisations.repository.js';

/** An amended organisation as it is answered, and the tag of its representation without the warnings. */
export interface Amended {
  readonly organisation: AmendedOrganisationResponse;
  readonly entityTag: string;
}

/** What may be done with organisations, and what each amendment brings with it. */
@Injectable()
export class OrganisationsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly organisations: OrganisationsRepository,
    private readonly flags: FlagAssignment,
    private readonly history: HistoryRepository,
    private readonly access: OrganisationAccess,
    private readonly warnings: OrganisationWarnings,
  ) {}

  /** @throws NotFound for one that does not exist or that the caller may not see */
  async get(organisationId: string, caller: Caller): Promise<OrganisationResponse> {
    const organisation = await this.organisations.find(organisationId, caller);
    if (organisation === null) throw organisationNotFound();
    return toOrganisationResponse(organisation);
  }

  /**
   * Replaces the whole record, defaults included, in one transaction with its history entry. Flags above the caller's
   * clearance stay as they are. A request that changes nothing leaves no entry.
   * @throws Invalid for a flag that can't be assigned, NotFound, Forbidden, PreconditionFailed, PreconditionRequired
   */
  async replace(
    organisationId: string,
    request: OrganisationUpdateRequest,
    author: Author,
    ifMatch: string | undefined,
  ): Promise<Amended> {
    return this.database.transaction(async (transaction) => {
      // Flags before organisations: every transaction takes its locks in this order.
      const flags = await this.flags.lockAssignable(transaction, request.Flags ?? [], author.caller);
      const before = await this.access.lockWritable(transaction, organisationId, author.caller);
      const fields = toAmendableFields(request, 'Pending');
      checkStatusChange(before, fields.status, author.caller);
      checkIfMatch(ifMatch, {
        currentTag: entityTagFor(before, author.caller),
        isRequired: this.config.requireIfMatch,
      });
      const hidden = before.flags.filter((flag) => flag.accessLevel > author.caller.flagClearance);
      const after: OrganisationRecord = { ...before, ...fields, flags: [...flags, ...hidden] };
      checkFlagCount(after);
      const changes = organisationChanges(before, after);
      if (changes.length > 0) {
        await this.organisations.replace(transaction, organisationId, fields);
        await this.organisations.setFlags(
          transaction,
          organisationId,
          after.flags.map((flag) => flag.flagId),
        );
        await this.history.append(transaction, {
          organisationId,
          operation: 'Update',
          changes,
          ...author.signature,
        });
      }
      return this.amended(transaction, request, before, after, author.caller);
    });
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
      await this.organisations.setFlags(
        transaction,
        organisationId,
        flags.map((flag) => flag.flagId),
      );
      const after = await this.organisations.lock(transaction, organisationId);
      if (after === null) throw organisationNotFound();
      const changes = organisationChanges(null, after);
      await this.history.append(transaction, {
        organisationId,
        operation: 'Create',
        changes,
        ...author.signature,
      });
      return this.amended(transaction, request, null, after, author.caller);
    });
  }

  private async amended(
    transaction: Queryable,
    request: OrganisationUpdateRequest,
    before: OrganisationRecord | null,
    after: OrganisationRecord,
    caller: Caller,
  ): Promise<Amended> {
    const organisation = toOrganisationResponse(visibleTo(caller, after));
    const warnings = await this.warnings.of(transaction, request, before, after, caller);
    return {
      organisation: warnings.length > 0 ? { ...organisation, Warnings: warnings } : organisation,
      entityTag: entityTagOf(JSON.stringify(organisation)),
    };
  }
}

function visibleTo(caller: Caller, organisation: OrganisationRecord): OrganisationRecord {
  return {
    ...organisation,
    flags: organisation.flags.filter((flag) => flag.accessLevel <= caller.flagClearance),
  };
}

function entityTagFor(organisation: OrganisationRecord, caller: Caller): string {
  return entityTagOf(JSON.stringify(toOrganisationResponse(visibleTo(caller, organisation))));
}

/** An organisation's own administrators may take it out of service, but not put it in. */
function checkStatusChange(before: OrganisationRecord, status: string, caller: Caller): void {
  if (status === 'Active' && before.status !== 'Active' && !caller.isOperator) {
    throw new Forbidden('Only directory:admin and super users may move Status to Active.');
  }
}

/** Flags that the caller can't see stay, and count. */
function checkFlagCount(organisation: OrganisationRecord): void {
  if (organisation.flags.length <= maxFlags) return;
  throw new Invalid([`Flags would make the organisation carry more than ${maxFlags} flags`]);
}
