import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import type { Queryable } from '../../../database/database.js';
import { SchemaViolation } from '../errors/notify-problems.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import type { Personalisation } from '../outbox/personalisation.js';
import { type TemplateId, templateIds } from '../outbox/template-ids.js';
import { cleanEmailAddress, isEmailAddress } from '../validation/email-address.js';
import { type Agreement, AgreementsRepository } from './agreements.repository.js';

/** Queues the e-mails about a signed agreement (contract section 5). */
@Injectable()
export class AgreementMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly agreements: AgreementsRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  /**
   * Queues the receipt for the signer. If they signed for a person with an address, that person's receipt comes first.
   * Call it in the transaction of the change, after the organisation is written.
   * @throws SchemaViolation if the person's address is invalid
   */
  async enqueue(transaction: Queryable, organisationId: string): Promise<void> {
    const agreement = await this.agreements.find(transaction, organisationId);
    if (agreement === null) throw new Error('nobody has signed');
    const personalisation = personalise(agreement, this.config.notify.adminBaseUrl);
    const send = (templateId: TemplateId, recipient: string): Promise<void> =>
      this.outbox.enqueue(transaction, { templateId, recipient, replyTo: null, personalisation });
    const person = onBehalfOf(agreement);
    if (person === null) {
      await send(templateIds.agreementSigned, agreement.signedByAddress);
    } else {
      await send(templateIds.agreementSignedOnBehalfPerson, person);
      await send(templateIds.agreementSignedOnBehalfSigner, agreement.signedByAddress);
    }
  }
}

/** Address of the person who was signed for, or null. The stored value may be any text. */
function onBehalfOf({ onBehalfOfAddress }: Agreement): string | null {
  const address = cleanEmailAddress(onBehalfOfAddress ?? '');
  if (address === '') return null;
  if (!isEmailAddress(address))
    throw new SchemaViolation(['agreement_signed_on_behalf_of_email_address Not a valid email address']);
  return address;
}

/** The values of every template about a signed agreement. */
function personalise(agreement: Agreement, adminBaseUrl: string): Personalisation {
  return {
    mou_link: `${adminBaseUrl}/agreement/${agreement.crown === true ? 'crown' : 'non-crown'}.pdf`,
    on_behalf_of_name: agreement.onBehalfOfName ?? '',
    org_dashboard_link: `${adminBaseUrl}/organisations/${agreement.organisationId}`,
    org_name: agreement.organisationName,
    signed_by_name: agreement.signedByName,
  };
}
