import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { ChangeLogModule } from '../changes/change-log.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { OpenDataController } from './open-data.controller.js';
import { OpenDataRepository } from './open-data.repository.js';
import { OpenDataService } from './open-data.service.js';

/** The public participants file. */
@Module({
  imports: [AuthModule, ChangeLogModule, OrganisationsModule],
  controllers: [OpenDataController],
  providers: [OpenDataRepository, OpenDataService],
})
export class OpenDataModule {}
