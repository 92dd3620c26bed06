import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { UserAccountsRepository } from './user-accounts.repository.js';
import { UserArchiveRepository } from './user-archive.repository.js';
import { UserArchiveService } from './user-archive.service.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

/** The users of Notify. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [UsersController],
  providers: [
    UserAccountsRepository,
    UserArchiveRepository,
    UserArchiveService,
    UsersRepository,
    UsersService,
  ],
  exports: [UsersRepository],
})
export class UsersModule {}
