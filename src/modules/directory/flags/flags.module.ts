import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { HistoryEntriesModule } from '../history/history-entries.module.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { FlagAssignment } from './flag-assignment.js';
import { FlagCascadeRepository } from './flag-cascade.repository.js';
import { FlagsController } from './flags.controller.js';
import { FlagsRepository } from './flags.repository.js';
import { FlagsService } from './flags.service.js';

/** Reading and amending flags, and what organisations need of them. */
@Module({
  imports: [AuthModule, HistoryEntriesModule, PaginationModule],
  controllers: [FlagsController],
  providers: [FlagAssignment, FlagCascadeRepository, FlagsRepository, FlagsService],
  exports: [FlagAssignment, FlagsRepository],
})
export class FlagsModule {}
