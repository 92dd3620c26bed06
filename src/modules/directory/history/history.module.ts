import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { FlagHistoryController } from './flag-history.controller.js';
import { HistoryController } from './history.controller.js';
import { HistoryEntriesModule } from './history-entries.module.js';
import { HistoryService } from './history.service.js';

/** Reading what happened to an organisation or a flag. */
@Module({
  imports: [AuthModule, FlagsModule, HistoryEntriesModule, OrganisationsModule, PaginationModule],
  controllers: [FlagHistoryController, HistoryController],
  providers: [HistoryService],
})
export class HistoryModule {}
