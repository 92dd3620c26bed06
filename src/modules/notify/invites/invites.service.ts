import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Database, type Queryable } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { checkIfMatch } from '../../../http/caching/if-match.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { OrganisationLocks, type LockedOrganisation } from '../locks/organisation-locks.repository.js';
import { requireActive, requireOrganisation } from '../locks/require-organisation.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { invitationUrl } from '../outbox/invitation-url.js';
import { templateIds } from '../outbox/template-ids.js';
import { checkBody } from '../validation/check-body.js';
import { cleanEmailAddress } from '../validation/email-address.js';
import { type InviteRequest, InviteUpdate, type InviteUpdateRequest } from './invite.dto.js';
import { toInviteResponse } from './invite.mapper.js';
import type { InviteDataResponse, InvitesResponse } from './invite.response.dto.js';
import { linkBaseOf } from './invite-link.js';
import { writeInviteToken } from './invite-token.js';
import type { InviteRow } from './invite-row.js';
import { InvitesRepository } from './invites.repository.js';

/** Shown in place of a platform admin's name. */
const notifyTeam = 'The GOV.UK Notify team';

/**
 * Invites to an organisation (contract section 1.15). An address may be invited repeatedly, a member's too. Accepting an
 * invite adds no member.
 */
@Injectable()
export class InvitesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly invites: InvitesRepository,
    private readonly locks: OrganisationLocks,
    private readonly outbox: OutboxRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /** Returns invites of every status and age, oldest first. @throws NoResultFound */
  async list(organisationId: string): Promise<InvitesResponse> {
    const invites = await this.invites.list(organisationId);
    if (invites === null) throw new NoResultFound();
    return { data: invites.map(toInviteResponse) };
  }

  /** @throws NoResultFound, also for an invite of another organisation */
  async get(organisationId: string, inviteId: string): Promise<InviteDataResponse> {
    return dataOf(await this.invites.findOf(organisationId, inviteId));
  }

  /**
   * Creates an invite and queues the e-mail with its link.
   * @throws SchemaViolation for a link to an origin that is not allowed, NoResultFound, RuleBroken for an archived
   * organisation, ConstraintViolation for an unknown inviter
   */
  async create(organisationId: string, request: InviteRequest, actor: Actor): Promise<InviteDataResponse> {
    const invite = {
      id: randomUUID(),
      organisationId,
      emailAddress: cleanEmailAddress(request.email_address),
      invitedById: request.invited_by,
      permissions: [...new Set(request.permissions)],
      createdAt: this.clock.now(),
    };
    const url = this.linkOf(invite, request.invite_link_host);
    return this.database.transaction(async (transaction) => {
      const organisation = requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      requireActive(organisation, 'invite users to');
      await this.invites.insert(transaction, invite);
      await this.sendLink(transaction, organisation, invite, url);
      const { id, emailAddress, invitedById, permissions } = invite;
      const changes = { email_address: emailAddress, invite_id: id, invited_by: invitedById, permissions };
      await this.record(transaction, organisationId, 'invite-user', changes, actor);
      return dataOf(await this.invites.findOf(organisationId, id, transaction));
    });
  }

  /**
   * Accepts or cancels a pending invite. The body is checked after the invite is found (contract section 1.15).
   * @throws NoResultFound, SchemaViolation, PreconditionFailed, RuleBroken for another status of an accepted or cancelled
   * invite
   */
  update(
    organisationId: string,
    inviteId: string,
    request: InviteUpdateRequest,
    actor: Actor,
    ifMatch: string | undefined,
  ): Promise<InviteDataResponse> {
    return this.database.transaction(async (transaction) => {
      requireOrganisation(await this.locks.lock(transaction, [organisationId]));
      const present = dataOf(await this.invites.findOf(organisationId, inviteId, transaction));
      const { status } = checkBody(InviteUpdate, request);
      checkIfMatch(ifMatch, { currentTag: entityTagOf(JSON.stringify(present)), isRequired: false });
      if (status === present.data.status) return present;
      if (present.data.status !== 'pending')
        throw new RuleBroken(`Invite is ${present.data.status} and cannot become ${status}`);
      await this.invites.setStatus(transaction, inviteId, status);
      const changes = { invite_id: inviteId, status };
      await this.record(transaction, organisationId, 'update-invite', changes, actor);
      return { data: { ...present.data, status } };
    });
  }

  private linkOf({ id, createdAt }: { id: string; createdAt: Date }, host?: string | null): string {
    const { adminBaseUrl, adminSecrets, linkOrigins } = this.config.notify;
    const base = typeof host === 'string' ? linkBaseOf(host, linkOrigins) : adminBaseUrl;
    const token = writeInviteToken({ inviteId: id, issuedAt: createdAt }, adminSecrets[0]);
    return invitationUrl(base, token);
  }

  /** Returns the e-mail of contract section 5, with the inviter as Reply-To. */
  private async sendLink(
    transaction: Queryable,
    organisation: LockedOrganisation,
    invite: { readonly id: string; readonly emailAddress: string },
    url: string,
  ): Promise<void> {
    const inviter = await this.invites.findInviter(transaction, invite.id);
    if (inviter === null) throw new Error('an invite has no inviter');
    await this.outbox.enqueue(transaction, {
      templateId: templateIds.organisationInvitation,
      recipient: invite.emailAddress,
      replyTo: inviter.emailAddress,
      personalisation: {
        organisation_name: organisation.name,
        url,
        user_name: inviter.platformAdmin ? notifyTeam : inviter.name,
      },
    });
  }

  private record(
    transaction: Queryable,
    organisationId: string,
    operation: string,
    changes: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): Promise<void> {
    return this.audit.record(transaction, actor, {
      entity: 'organisation',
      entityId: organisationId,
      operation,
      changes,
    });
  }
}

/** @throws NoResultFound */
function dataOf(invite: InviteRow | null): InviteDataResponse {
  if (invite === null) throw new NoResultFound();
  return { data: toInviteResponse(invite) };
}
