import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { HistoryRepository } from '../history/history.repository.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { OrganisationAccess } from './organisation-access.js';
import { OrganisationListingService } from './organisation-listing.service.js';
import { OrganisationRelationsRepository } from './organisation-relations.repository.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { OrganisationsService } from './organisations.service.js';
import { OrganisationWarnings } from './organisation-warnings.js';

/** Reading and amending organisations. */
@Module({
  imports: [AuthModule, FlagsModule, PaginationModule],
  controllers: [OrganisationsController],
  providers: [
    HistoryRepository,
    OrganisationAccess,
    OrganisationListingService,
    OrganisationRelationsRepository,
    OrganisationsRepository,
    OrganisationsService,
    OrganisationWarnings,
  ],
  exports: [HistoryRepository, OrganisationAccess],
})
export class OrganisationsModule {}
