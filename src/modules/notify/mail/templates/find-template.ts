import { agreementSigned } from './agreement-signed.js';
import { agreementSignedOnBehalfPerson } from './agreement-signed-on-behalf-person.js';
import { agreementSignedOnBehalfSigner } from './agreement-signed-on-behalf-signer.js';
import { goLiveNextSteps } from './go-live-next-steps.js';
import { goLiveReceipt } from './go-live-receipt.js';
import { goLiveRejected } from './go-live-rejected.js';
import { goLiveRequest } from './go-live-request.js';
import type { MailTemplate } from './mail-template.js';
import { organisationInvitation } from './organisation-invitation.js';

const templates: ReadonlyMap<string, MailTemplate> = new Map(
  [
    agreementSigned,
    agreementSignedOnBehalfPerson,
    agreementSignedOnBehalfSigner,
    goLiveNextSteps,
    goLiveReceipt,
    goLiveRejected,
    goLiveRequest,
    organisationInvitation,
  ].map((template) => [template.id, template]),
);

/** Returns the template of an id; undefined for an unknown id. */
export function findTemplate(id: string): MailTemplate | undefined {
  return templates.get(id);
}
