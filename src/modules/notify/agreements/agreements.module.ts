import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { AgreementMails } from './agreement-mails.js';
import { AgreementsRepository } from './agreements.repository.js';

/** The agreements (MOU) that organisations sign. */
@Module({
  imports: [NotifyCoreModule],
  providers: [AgreementMails, AgreementsRepository],
  exports: [AgreementMails],
})
export class AgreementsModule {}
