import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { BrandingPoolsRepository } from './branding-pools.repository.js';
import { BrandingPoolsService } from './branding-pools.service.js';
import { EmailBrandingPoolController, LetterBrandingPoolController } from './branding-pool.controllers.js';

/** The pools of brandings that organisations offer their services. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [EmailBrandingPoolController, LetterBrandingPoolController],
  providers: [BrandingPoolsRepository, BrandingPoolsService],
  exports: [BrandingPoolsRepository],
})
export class PoolsModule {}
