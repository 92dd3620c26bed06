import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { HistoryEntriesModule } from '../history/history-entries.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { AdminUsersController } from './admin-users.controller.js';
import { AdminUsersRepository } from './admin-users.repository.js';
import { AdminUsersService } from './admin-users.service.js';

/** The administrators of organisations. */
@Module({
  imports: [AuthModule, HistoryEntriesModule, OrganisationsModule],
  controllers: [AdminUsersController],
  providers: [AdminUsersRepository, AdminUsersService],
})
export class AdminUsersModule {}
