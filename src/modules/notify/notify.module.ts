import { Module } from '@nestjs/common';
import { BrandingModule } from './branding/branding.module.js';
import { MembersModule } from './members/members.module.js';
import { NotifyGroundModule } from './notify-ground.module.js';
import { PoolsModule } from './pools/pools.module.js';
import { UsersModule } from './users/users.module.js';

/** GOV.UK Notify's organisations API; its OpenAPI document has the parts in this order. */
@Module({
  imports: [
    NotifyGroundModule,
    MembersModule,
    PoolsModule,
    UsersModule,
    BrandingModule,
  ],
})
export class NotifyModule {}
