import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { PoolsModule } from '../pools/pools.module.js';
import { EmailBrandingArchiveService } from './email-branding-archive.service.js';
import { EmailBrandingUsesRepository } from './email-branding-uses.repository.js';
import { EmailBrandingsController } from './email-brandings.controller.js';
import { EmailBrandingsRepository } from './email-brandings.repository.js';
import { EmailBrandingsService } from './email-brandings.service.js';
import { LetterBrandingsController } from './letter-brandings.controller.js';
import { LetterBrandingsRepository } from './letter-brandings.repository.js';
import { LetterBrandingsService } from './letter-brandings.service.js';

/** What e-mails and letters may look like. */
@Module({
  imports: [NotifyCoreModule, PoolsModule],
  controllers: [EmailBrandingsController, LetterBrandingsController],
  providers: [
    EmailBrandingArchiveService,
    EmailBrandingUsesRepository,
    EmailBrandingsRepository,
    EmailBrandingsService,
    LetterBrandingsRepository,
    LetterBrandingsService,
  ],
})
export class BrandingModule {}
