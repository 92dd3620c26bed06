import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { UsersModule } from '../users/users.module.js';
import { MembersController } from './members.controller.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { UserPermissionsController } from './user-permissions.controller.js';

/** Members of organisations and their permissions. */
@Module({
  imports: [NotifyCoreModule, UsersModule],
  controllers: [MembersController, UserPermissionsController],
  providers: [MembersRepository, MembersService],
})
export class MembersModule {}
