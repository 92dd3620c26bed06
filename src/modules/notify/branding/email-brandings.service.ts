import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import type { EmailBrandingRow } from './email-branding-columns.js';
import type { EmailBrandingCreateRequest, EmailBrandingUpdateRequest } from './email-branding.dto.js';
import {
  amendEmailBranding,
  toEmailBrandingFields,
  toEmailBrandingResponse,
} from './email-branding.mapper.js';
import type {
  ChangedEmailBrandingResponse,
  EmailBrandingsResponse,
  OneEmailBrandingResponse,
} from './email-branding.response.dto.js';
import { EmailBrandingsRepository } from './email-brandings.repository.js';

/** What may be done with e-mail brandings (contract section 4); `EmailBrandingArchive` takes them out of use. */
@Injectable()
export class EmailBrandingsService {
  constructor(
    private readonly database: Database,
    private readonly brandings: EmailBrandingsRepository,
    private readonly audit: AuditRepository,
  ) {}

  async list(): Promise<EmailBrandingsResponse> {
    return { email_branding: (await this.brandings.listActive()).map(toEmailBrandingResponse) };
  }

  /** Archived ones too. @throws NoResultFound */
  async get(id: string): Promise<OneEmailBrandingResponse> {
    return present(await this.brandings.find(id));
  }

  /** @throws ConstraintViolation where the name is taken, the texts are not exactly one, or nobody has made it */
  async create(request: EmailBrandingCreateRequest, actor: Actor): Promise<ChangedEmailBrandingResponse> {
    return this.database.transaction(async (transaction) => {
      const fields = toEmailBrandingFields(request);
      const creator = request.created_by ?? null;
      const created = await this.brandings.insert(transaction, randomUUID(), fields, creator);
      await this.record(transaction, actor, created.id, 'create', { ...request });
      return { data: toEmailBrandingResponse(created) };
    });
  }

  /**
   * Changes what is sent; what comes of it must be a good branding.
   * @throws NoResultFound, PreconditionFailed, RuleBroken where it is archived, ConstraintViolation as `create`
   */
  async update(
    id: string,
    request: EmailBrandingUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<ChangedEmailBrandingResponse> {
    return this.database.transaction(async (transaction) => {
      const before = await this.brandings.lock(transaction, id);
      const currentTag = entityTagOf(JSON.stringify(present(before)));
      checkIfMatch(ifMatch, { currentTag, isRequired: false });
      const after = await this.brandings.update(transaction, id, amendEmailBranding(active(before), request));
      await this.record(transaction, actor, id, 'update', { ...request });
      return { data: toEmailBrandingResponse(after) };
    });
  }

  private record(
    transaction: Queryable,
    actor: Actor,
    entityId: string,
    operation: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.audit.record(transaction, actor, { entity: 'email_branding', entityId, operation, changes });
  }
}

/** What its GET answers. */
function present(branding: EmailBrandingRow | undefined): OneEmailBrandingResponse {
  return { email_branding: toEmailBrandingResponse(existing(branding)) };
}

function existing(branding: EmailBrandingRow | undefined): EmailBrandingRow {
  if (branding === undefined) throw new NoResultFound();
  return branding;
}

function active(branding: EmailBrandingRow | undefined): EmailBrandingRow {
  if (!existing(branding).active) throw new RuleBroken('Cannot change an archived email branding');
  return existing(branding);
}
