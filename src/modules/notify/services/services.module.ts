import { Module } from '@nestjs/common';
import { AllowancesModule } from '../allowances/allowances.module.js';
import { NotifyCoreModule } from '../notify-core.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { ServiceChangesService } from './service-changes.service.js';
import { ServiceCreationService } from './service-creation.service.js';
import { ServicesController } from './services.controller.js';
import { ServicesRepository } from './services.repository.js';
import { ServicesService } from './services.service.js';

/** Creates, changes and archives services. */
@Module({
  imports: [AllowancesModule, NotifyCoreModule, OrganisationsModule],
  controllers: [ServicesController],
  providers: [ServiceChangesService, ServiceCreationService, ServicesRepository, ServicesService],
})
export class ServicesModule {}
