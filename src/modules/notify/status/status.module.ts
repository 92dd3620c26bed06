import { Module } from '@nestjs/common';
import { NotifyGroundModule } from '../notify-ground.module.js';
import { LiveCountsController } from './live-counts.controller.js';
import { StatusController } from './status.controller.js';
import { StatusRepository } from './status.repository.js';
import { StatusService } from './status.service.js';

/** Whether the service works, and how much it is used. */
@Module({
  imports: [NotifyGroundModule],
  controllers: [LiveCountsController, StatusController],
  providers: [StatusRepository, StatusService],
})
export class StatusModule {}
