import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { AllowancesModule } from '../allowances/allowances.module.js';
import { NotifyCoreModule } from '../notify-core.module.js';
import { PoolsModule } from '../pools/pools.module.js';
import { OrganisationArchiveRepository } from './organisation-archive.repository.js';
import { OrganisationArchiveService } from './organisation-archive.service.js';
import { OrganisationListsRepository } from './organisation-lists.repository.js';
import { OrganisationServicesController } from './organisation-services.controller.js';
import { OrganisationServicesRepository } from './organisation-services.repository.js';
import { OrganisationServicesService } from './organisation-services.service.js';
import { OrganisationUpdateService } from './organisation-update.service.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { OrganisationsService } from './organisations.service.js';
import { UpdateEffects } from './update-effects.js';

/** Organisations and their services. */
@Module({
  imports: [NotifyCoreModule, AgreementsModule, AllowancesModule, PoolsModule],
  controllers: [OrganisationsController, OrganisationServicesController],
  providers: [
    OrganisationArchiveRepository,
    OrganisationArchiveService,
    OrganisationListsRepository,
    OrganisationServicesRepository,
    OrganisationServicesService,
    OrganisationUpdateService,
    OrganisationsRepository,
    OrganisationsService,
    UpdateEffects,
  ],
  exports: [OrganisationsService],
})
export class OrganisationsModule {}
