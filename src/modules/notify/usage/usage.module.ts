import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { OrganisationUsageController } from './organisation-usage.controller.js';
import { OrganisationUsageRepository } from './organisation-usage.repository.js';
import { OrganisationUsageService } from './organisation-usage.service.js';
import { UsageFactsController } from './usage-facts.controller.js';
import { UsageFactsRepository } from './usage-facts.repository.js';
import { UsageFactsService } from './usage-facts.service.js';

/** Usage of services, and its cost for their organisation. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [OrganisationUsageController, UsageFactsController],
  providers: [OrganisationUsageRepository, OrganisationUsageService, UsageFactsRepository, UsageFactsService],
})
export class UsageModule {}
