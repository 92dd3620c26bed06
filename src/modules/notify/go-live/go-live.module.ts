import { Module } from '@nestjs/common';
import { NotifyGroundModule } from '../notify-ground.module.js';
import { GoLiveController } from './go-live.controller.js';
import { GoLiveRepository } from './go-live.repository.js';
import { GoLiveService } from './go-live.service.js';

/** The mails about requests to go live. */
@Module({
  imports: [NotifyGroundModule],
  controllers: [GoLiveController],
  providers: [GoLiveRepository, GoLiveService],
})
export class GoLiveModule {}
