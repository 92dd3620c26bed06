import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { ChangeLogModule } from '../changes/change-log.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { HistoryEntriesModule } from '../history/history-entries.module.js';
import { PaginationModule } from '../pagination/pagination.module.js';
import { AmendmentRepository } from './amendment/amendment.repository.js';
import { AmendmentService } from './amendment/amendment.service.js';
import { ConsistentReads } from './consistent-reads.js';
import { OrganisationAccess } from './organisation-access.js';
import { DirectoryVersion } from './listing/directory-version.js';
import { LargePages } from './listing/large-pages.service.js';
import { LargePagesRepository } from './listing/large-pages.repository.js';
import { OrganisationListingService } from './listing/organisation-listing.service.js';
import { OrganisationPagesRepository } from './listing/organisation-pages.repository.js';
import { PageCache } from './listing/page-cache.js';
import { RenderedOrganisations } from './listing/rendered-organisations.js';
import { OrganisationRelationsRepository } from './organisation-relations.repository.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { OrganisationsService } from './organisations.service.js';

/** Reading and amending organisations. */
@Module({
  imports: [AuthModule, ChangeLogModule, FlagsModule, HistoryEntriesModule, PaginationModule],
  controllers: [OrganisationsController],
  providers: [
    AmendmentRepository,
    AmendmentService,
    DirectoryVersion,
    ConsistentReads,
    LargePages,
    LargePagesRepository,
    OrganisationAccess,
    OrganisationListingService,
    OrganisationPagesRepository,
    OrganisationRelationsRepository,
    OrganisationsRepository,
    OrganisationsService,
    PageCache,
    RenderedOrganisations,
  ],
  exports: [ConsistentReads, OrganisationAccess, PageCache],
})
export class OrganisationsModule {}
