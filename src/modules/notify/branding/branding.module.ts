import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { PoolsModule } from '../pools/pools.module.js';
import { BrandingsRepository } from './brandings.repository.js';
import { BrandingsService } from './brandings.service.js';
import { EmailBrandingArchiveService } from './email-branding-archive.service.js';
import { EmailBrandingsController } from './email-brandings.controller.js';
import { LetterBrandingsController } from './letter-brandings.controller.js';

/** The brandings of e-mails and letters. */
@Module({
  imports: [NotifyCoreModule, PoolsModule],
  controllers: [EmailBrandingsController, LetterBrandingsController],
  providers: [BrandingsRepository, BrandingsService, EmailBrandingArchiveService],
})
export class BrandingModule {}
