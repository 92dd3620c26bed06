import { Module } from '@nestjs/common';
import { AgreementsModule } from './agreements/agreements.module.js';
import { AllowancesModule } from './allowances/allowances.module.js';
import { BrandingModule } from './branding/branding.module.js';
import { GoLiveModule } from './go-live/go-live.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { MailModule } from './mail/mail.module.js';
import { MembersModule } from './members/members.module.js';
import { NotifyCoreModule } from './notify-core.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PoolsModule } from './pools/pools.module.js';
import { ServicesModule } from './services/services.module.js';
import { StatusModule } from './status/status.module.js';
import { UsageModule } from './usage/usage.module.js';
import { UsersModule } from './users/users.module.js';

/** GOV.UK Notify's organisations API; its OpenAPI document has the parts in this order. */
@Module({
  imports: [
    NotifyCoreModule,
    OrganisationsModule,
    MembersModule,
    InvitesModule,
    PoolsModule,
    AgreementsModule,
    GoLiveModule,
    UsageModule,
    ServicesModule,
    AllowancesModule,
    UsersModule,
    BrandingModule,
    MailModule,
    StatusModule,
  ],
})
export class NotifyModule {}
