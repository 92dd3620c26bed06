import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { HistoryController } from './history.controller.js';
import { HistoryService } from './history.service.js';

/** Reading what happened to an organisation. */
@Module({
  imports: [AuthModule, FlagsModule, OrganisationsModule, PaginationModule],
  controllers: [HistoryController],
  providers: [HistoryService],
})
export class HistoryModule {}
