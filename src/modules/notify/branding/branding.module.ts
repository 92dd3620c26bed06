import { Module } from '@nestjs/common';
import { NotifyGroundModule } from '../notify-ground.module.js';
import { PoolsModule } from '../pools/pools.module.js';
import { BrandingsRepository } from './brandings.repository.js';
import { BrandingsService } from './brandings.service.js';
import { EmailBrandingArchiveService } from './email-branding-archive.service.js';
import { EmailBrandingsController } from './email-brandings.controller.js';
import { LetterBrandingsController } from './letter-brandings.controller.js';

/** The brandings of e-mails and letters. */
@Module({
  imports: [NotifyGroundModule, PoolsModule],
  controllers: [EmailBrandingsController, LetterBrandingsController],
  providers: [BrandingsRepository, BrandingsService, EmailBrandingArchiveService],
})
export class BrandingModule {}
