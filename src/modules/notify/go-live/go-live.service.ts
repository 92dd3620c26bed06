import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Database, type Queryable } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { type OutgoingEmail, OutboxRepository } from '../outbox/outbox.repository.js';
import { type GoLiveRequest, mailOfNextSteps, mailOfRejection, mailsOfRequest } from './go-live-mails.js';
import type { NextStepsRequest, RejectedRequest } from './go-live.dto.js';
import { GoLiveRepository, type GoLiveRequestRow } from './go-live.repository.js';

/** The mails and the audit entry of one event, written in one transaction. */
interface Event {
  readonly serviceId: string;
  readonly operation: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly mails: readonly OutgoingEmail[];
}

/** Queues the e-mails about requests to go live (contract section 1.14). The service itself is not changed. */
@Injectable()
export class GoLiveService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly services: GoLiveRepository,
    private readonly outbox: OutboxRepository,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * Queues a mail to each approver and a receipt to the requester.
   * @throws NoResultFound, RuleBroken if the service has no organisation or no requester
   */
  async notifyApprovers(serviceId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const request = completeRequest(serviceId, await this.find(transaction, serviceId));
      const approvers = await this.services.listApprovers(transaction, request.organisationId);
      await this.record(transaction, actor, {
        serviceId,
        operation: 'notify-users-of-request-to-go-live',
        changes: { approvers: approvers.map((approver) => approver.id) },
        mails: mailsOfRequest(request, approvers, this.config.notify.adminBaseUrl),
      });
    });
  }

  /**
   * Queues the mail with the caller's text. It goes to members only, so that nobody can send texts of their own to
   * strangers in the name of Notify.
   * @throws NoResultFound, RuleBroken if the service has no active request, or the address is no member's
   */
  async notifyOfNextSteps(serviceId: string, request: NextStepsRequest, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      requesterOf(await this.find(transaction, serviceId));
      const mail = mailOfNextSteps(request);
      if (!(await this.services.isMember(transaction, serviceId, mail.recipient.toLowerCase())))
        throw new RuleBroken('to is not the address of a member of the organisation');
      await this.record(transaction, actor, {
        serviceId,
        operation: 'notify-org-member-about-next-steps-of-go-live-request',
        changes: { ...request },
        mails: [mail],
      });
    });
  }

  /** @throws NoResultFound, RuleBroken if the service has no active request */
  async notifyOfRejection(serviceId: string, request: RejectedRequest, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const requester = requesterOf(await this.find(transaction, serviceId));
      await this.record(transaction, actor, {
        serviceId,
        operation: 'notify-service-member-of-rejected-go-live-request',
        changes: { ...request },
        mails: [mailOfRejection(request, requester)],
      });
    });
  }

  private async find(transaction: Queryable, serviceId: string): Promise<GoLiveRequestRow> {
    const request = await this.services.findRequest(transaction, serviceId);
    if (request === null) throw new NoResultFound();
    return request;
  }

  private async record(transaction: Queryable, actor: Actor, event: Event): Promise<void> {
    for (const mail of event.mails) await this.outbox.enqueue(transaction, mail);
    await this.audit.record(transaction, actor, {
      entity: 'service',
      entityId: event.serviceId,
      operation: event.operation,
      changes: event.changes,
    });
  }
}

/** Returns the address of the requester. */
function requesterOf({ requesterEmailAddress, hasActiveRequest }: GoLiveRequestRow): string {
  if (requesterEmailAddress === null) throw new RuleBroken('Service has no go_live_user');
  if (!hasActiveRequest) throw new RuleBroken('Service has no active go live request');
  return requesterEmailAddress;
}

function completeRequest(serviceId: string, row: GoLiveRequestRow): GoLiveRequest {
  const { serviceName, organisationId, organisationName, requesterName, requesterEmailAddress } = row;
  if (organisationId === null || organisationName === null)
    throw new RuleBroken('Service has no organisation');
  if (requesterName === null || requesterEmailAddress === null)
    throw new RuleBroken('Service has no go_live_user');
  return { serviceId, serviceName, organisationId, organisationName, requesterName, requesterEmailAddress };
}
