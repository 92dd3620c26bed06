import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound } from '../errors/notify-problems.js';
import type { LetterBrandingRow } from './letter-branding-columns.js';
import type { LetterBrandingCreateRequest, LetterBrandingUpdateRequest } from './letter-branding.dto.js';
import { toLetterBrandingResponse } from './letter-branding.mapper.js';
import type { LetterBrandingResponse } from './letter-branding.response.dto.js';
import { LetterBrandingsRepository } from './letter-brandings.repository.js';

/** What may be done with letter brandings (contract section 4). */
@Injectable()
export class LetterBrandingsService {
  constructor(
    private readonly database: Database,
    private readonly brandings: LetterBrandingsRepository,
    private readonly audit: AuditRepository,
  ) {}

  async list(): Promise<LetterBrandingResponse[]> {
    return (await this.brandings.list()).map(toLetterBrandingResponse);
  }

  /** @throws NoResultFound */
  async get(id: string): Promise<LetterBrandingResponse> {
    return toLetterBrandingResponse(existing(await this.brandings.find(id)));
  }

  /** @throws ConstraintViolation where the name or the filename is taken, or nobody has made it */
  async create(request: LetterBrandingCreateRequest, actor: Actor): Promise<LetterBrandingResponse> {
    return this.database.transaction(async (transaction) => {
      const creator = request.created_by_id ?? null;
      const created = await this.brandings.insert(transaction, randomUUID(), request, creator);
      await this.record(transaction, actor, created.id, 'create', { ...request });
      return toLetterBrandingResponse(created);
    });
  }

  /**
   * Changes what is sent.
   * @throws NoResultFound, PreconditionFailed, ConstraintViolation as `create`
   */
  async update(
    id: string,
    request: LetterBrandingUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<LetterBrandingResponse> {
    return this.database.transaction(async (transaction) => {
      const before = existing(await this.brandings.lock(transaction, id));
      const currentTag = entityTagOf(JSON.stringify(toLetterBrandingResponse(before)));
      checkIfMatch(ifMatch, { currentTag, isRequired: false });
      const after = await this.brandings.update(transaction, id, {
        name: request.name ?? before.name,
        filename: request.filename ?? before.filename,
      });
      await this.record(transaction, actor, id, 'update', { ...request });
      return toLetterBrandingResponse(after);
    });
  }

  private record(
    transaction: Queryable,
    actor: Actor,
    entityId: string,
    operation: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.audit.record(transaction, actor, { entity: 'letter_branding', entityId, operation, changes });
  }
}

function existing(branding: LetterBrandingRow | undefined): LetterBrandingRow {
  if (branding === undefined) throw new NoResultFound();
  return branding;
}
