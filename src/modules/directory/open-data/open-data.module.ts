import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { ChangeLogModule } from '../changes/change-log.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { OpenDataController } from './open-data.controller.js';
import { OpenDataRepository } from './open-data.repository.js';
import { OpenDataSignatureController } from './open-data-signature.controller.js';
import { OpenDataSignatureService } from './open-data-signature.service.js';
import { OpenDataService } from './open-data.service.js';

/** The public participants file and its signature. */
@Module({
  imports: [AuthModule, ChangeLogModule, OrganisationsModule, SigningModule],
  controllers: [OpenDataController, OpenDataSignatureController],
  providers: [OpenDataRepository, OpenDataService, OpenDataSignatureService],
})
export class OpenDataModule {}
