import { Module } from '@nestjs/common';
import { MembersModule } from './members/members.module.js';
import { NotifyGroundModule } from './notify-ground.module.js';
import { UsersModule } from './users/users.module.js';

/** GOV.UK Notify's organisations API; its OpenAPI document has the parts in this order. */
@Module({
  imports: [
    NotifyGroundModule,
    MembersModule,
    UsersModule,
  ],
})
export class NotifyModule {}
