import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { MetricsModule } from '../../../metrics/metrics.module.js';
import { NotifyCoreModule } from '../notify-core.module.js';
import { DeliveryService } from './delivery/delivery.service.js';
import { EmailQueueRepository } from './delivery/email-queue.repository.js';
import { FileMailer } from './delivery/file-mailer.js';
import { MailMetrics } from './delivery/mail-metrics.js';
import { MailWorker } from './delivery/mail-worker.js';
import { Mailer } from './delivery/mailer.js';
import { SmtpMailer } from './delivery/smtp-mailer.js';
import { EmailsSentController } from './emails-sent/emails-sent.controller.js';
import { EmailsSentRepository } from './emails-sent/emails-sent.repository.js';
import { EmailsSentService } from './emails-sent/emails-sent.service.js';

/** Delivery of the outbox, and the list of sent e-mails. */
@Module({
  imports: [NotifyCoreModule, MetricsModule],
  controllers: [EmailsSentController],
  providers: [
    DeliveryService,
    EmailQueueRepository,
    EmailsSentRepository,
    EmailsSentService,
    MailMetrics,
    MailWorker,
    { provide: Mailer, useFactory: createMailer, inject: [CONFIG] },
  ],
})
export class MailModule {}

function createMailer({ mail, dataDir }: Config): Mailer {
  return mail.smtpUrl === null
    ? new FileMailer(join(dataDir, 'mail'))
    : new SmtpMailer(mail.smtpUrl, mail.requiresTls);
}
