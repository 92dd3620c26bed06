import { Module } from '@nestjs/common';
import { AllowancesModule } from '../allowances/allowances.module.js';
import { NotifyGroundModule } from '../notify-ground.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { ServiceChangesService } from './service-changes.service.js';
import { ServiceCreationService } from './service-creation.service.js';
import { ServicesController } from './services.controller.js';
import { ServicesRepository } from './services.repository.js';
import { ServicesService } from './services.service.js';

/** Services themselves, from their making to their archiving. */
@Module({
  imports: [AllowancesModule, NotifyGroundModule, OrganisationsModule],
  controllers: [ServicesController],
  providers: [ServiceChangesService, ServiceCreationService, ServicesRepository, ServicesService],
})
export class ServicesModule {}
