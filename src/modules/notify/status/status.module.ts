import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { LiveCountsController } from './live-counts.controller.js';
import { StatusController } from './status.controller.js';
import { StatusRepository } from './status.repository.js';
import { StatusService } from './status.service.js';

/** Status and live counts. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [LiveCountsController, StatusController],
  providers: [StatusRepository, StatusService],
})
export class StatusModule {}
