import { Module } from '@nestjs/common';
import { NotifyGroundModule } from '../notify-ground.module.js';
import { AgreementMails } from './agreement-mails.js';
import { AgreementsRepository } from './agreements.repository.js';

/** The agreements (MOU) that organisations sign. */
@Module({
  imports: [NotifyGroundModule],
  providers: [AgreementMails, AgreementsRepository],
  exports: [AgreementMails],
})
export class AgreementsModule {}
