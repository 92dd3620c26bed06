import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { GoLiveController } from './go-live.controller.js';
import { GoLiveRepository } from './go-live.repository.js';
import { GoLiveService } from './go-live.service.js';

/** The mails about requests to go live. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [GoLiveController],
  providers: [GoLiveRepository, GoLiveService],
})
export class GoLiveModule {}
