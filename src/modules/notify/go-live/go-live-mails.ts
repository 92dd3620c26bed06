import type { OutgoingEmail } from '../outbox/outbox.repository.js';
import { templateIds } from '../outbox/template-ids.js';
import { cleanEmailAddress } from '../validation/email-address.js';
import type { NextStepsRequest, RejectedRequest } from './go-live.dto.js';
import type { ApproverRow } from './go-live.repository.js';

/** Notify's support, the Reply-To of receipts. */
const supportAddress = 'gov-uk-notify-support@digital.cabinet-office.gov.uk';

/** A request to go live, with all values of its mails. */
export interface GoLiveRequest {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly requesterName: string;
  readonly requesterEmailAddress: string;
}

/** Returns one mail for each approver, with the requester as Reply-To, and a receipt for the requester. */
export function mailsOfRequest(
  request: GoLiveRequest,
  approvers: readonly ApproverRow[],
  adminBaseUrl: string,
): OutgoingEmail[] {
  const mails = approvers.map((approver) => ({
    templateId: templateIds.goLiveRequest,
    recipient: approver.emailAddress,
    replyTo: request.requesterEmailAddress,
    personalisation: {
      name: approver.name,
      requester_name: request.requesterName,
      requester_email_address: request.requesterEmailAddress,
      service_name: request.serviceName,
      make_service_live_link: `${adminBaseUrl}/services/${request.serviceId}/make-service-live`,
      organisation_name: request.organisationName,
      support_page_link: `${adminBaseUrl}/support`,
    },
  }));
  return approvers.length === 0 ? [] : [...mails, receiptOf(request, approvers)];
}

function receiptOf(request: GoLiveRequest, approvers: readonly ApproverRow[]): OutgoingEmail {
  return {
    templateId: templateIds.goLiveReceipt,
    recipient: request.requesterEmailAddress,
    replyTo: supportAddress,
    personalisation: {
      name: request.requesterName,
      service_name: request.serviceName,
      organisation_name: request.organisationName,
      organisation_team_member_names: approvers.map((approver) => approver.name),
    },
  };
}

/** Returns the mail about next steps, with the service's name and the text from the request, not from the database. */
export function mailOfNextSteps(request: NextStepsRequest): OutgoingEmail {
  return {
    templateId: templateIds.goLiveNextSteps,
    recipient: cleanEmailAddress(request.to),
    replyTo: null,
    personalisation: { service_name: request.service_name, body: request.body },
  };
}

/** Returns the mail about a rejection. Every line of the reason, empty ones included, becomes inset text. */
export function mailOfRejection(request: RejectedRequest, recipient: string): OutgoingEmail {
  return {
    templateId: templateIds.goLiveRejected,
    recipient,
    replyTo: null,
    personalisation: {
      name: request.name,
      service_name: request.service_name,
      organisation_name: request.organisation_name,
      reason: request.reason
        .split('\n')
        .map((line) => `^ ${line}`)
        .join('\n'),
      organisation_team_member_name: request.organisation_team_member_name,
      organisation_team_member_email: request.organisation_team_member_email,
    },
  };
}
