import { Module } from '@nestjs/common';
import { AdminUsersModule } from './admin-users/admin-users.module.js';
import { ClientActivityModule } from './auth/client-activity.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { CheckpointModule } from './checkpoint/checkpoint.module.js';
import { FlagsModule } from './flags/flags.module.js';
import { HistoryModule } from './history/history.module.js';
import { OpenDataModule } from './open-data/open-data.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { SigningModule } from './signing/signing.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The trust-framework directory. */
@Module({
  imports: [
    ClientActivityModule,
    OpenDataModule,
    ChangesModule,
    StatisticsModule,
    OrganisationsModule,
    HistoryModule,
    AdminUsersModule,
    FlagsModule,
    CheckpointModule,
    SigningModule,
    WebhooksModule,
  ],
})
export class DirectoryModule {}
