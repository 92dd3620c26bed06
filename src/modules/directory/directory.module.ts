import { Module } from '@nestjs/common';
import { AdminUsersModule } from './admin-users/admin-users.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { CheckpointModule } from './checkpoint/checkpoint.module.js';
import { FlagsModule } from './flags/flags.module.js';
import { HistoryModule } from './history/history.module.js';
import { OpenDataModule } from './open-data/open-data.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { SigningModule } from './signing/signing.module.js';

/** The trust-framework directory. */
@Module({
  imports: [
    OpenDataModule,
    ChangesModule,
    OrganisationsModule,
    HistoryModule,
    AdminUsersModule,
    FlagsModule,
    CheckpointModule,
    SigningModule,
  ],
})
export class DirectoryModule {}
