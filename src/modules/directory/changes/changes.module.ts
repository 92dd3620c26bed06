import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { ChangeLogModule } from './change-log.module.js';
import { ChangeStreams } from './change-streams.service.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { ChangeWaiters } from './change-waiters.js';
import { LongPollService } from './long-poll.service.js';
import { SharedPages } from './shared-pages.js';

/** Reading the log of all changes. */
@Module({
  imports: [AuthModule, ChangeLogModule],
  controllers: [ChangesController],
  providers: [ChangeStreams, ChangesService, ChangeWaiters, LongPollService, SharedPages],
  exports: [ChangesService],
})
export class ChangesModule {}
