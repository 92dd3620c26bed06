import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import type { BrandingKind, BrandingRow } from './branding-kind.js';
import { BrandingsRepository } from './brandings.repository.js';

/** Reads, creates and changes e-mail and letter brandings (contract section 4). */
@Injectable()
export class BrandingsService {
  constructor(
    private readonly database: Database,
    private readonly brandings: BrandingsRepository,
    private readonly audit: AuditRepository,
  ) {}

  async list<Response extends object>(kind: BrandingKind<Response>): Promise<Response[]> {
    return (await this.brandings.list(kind)).map(kind.toResponse);
  }

  /** Archived ones too. @throws NoResultFound */
  async get<Response extends object>(kind: BrandingKind<Response>, id: string): Promise<Response> {
    return kind.toResponse(existing(await this.brandings.find(kind, id)));
  }

  /** @throws ConstraintViolation */
  create<Response extends object>(
    kind: BrandingKind<Response>,
    request: object,
    actor: Actor,
  ): Promise<Response> {
    return this.database.transaction(async (transaction) => {
      const created = await this.brandings.insert(transaction, kind, randomUUID(), kind.toChanges(request));
      await this.audit.record(transaction, actor, {
        entity: `${kind.channel}_branding`,
        entityId: created.id,
        operation: 'create',
        changes: Object.fromEntries(Object.entries(request)),
      });
      return kind.toResponse(created);
    });
  }

  /**
   * Changes the fields that are sent.
   * @throws NoResultFound, PreconditionFailed, RuleBroken if the branding is archived, ConstraintViolation
   */
  update<Response extends object>(
    kind: BrandingKind<Response>,
    id: string,
    request: object,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<Response> {
    return this.database.transaction(async (transaction) => {
      const before = existing(await this.brandings.lock(transaction, kind, id));
      const currentTag = entityTagOf(JSON.stringify(kind.toBody(kind.toResponse(before))));
      checkIfMatch(ifMatch, { currentTag, isRequired: false });
      if (before.active === false) throw new RuleBroken(`Cannot change an archived ${kind.channel} branding`);
      const after = await this.brandings.update(transaction, kind, id, kind.toChanges(request));
      await this.audit.record(transaction, actor, {
        entity: `${kind.channel}_branding`,
        entityId: id,
        operation: 'update',
        changes: Object.fromEntries(Object.entries(request)),
      });
      return kind.toResponse(after);
    });
  }
}

/** @throws NoResultFound */
function existing(branding: BrandingRow | null): BrandingRow {
  if (branding === null) throw new NoResultFound();
  return branding;
}
