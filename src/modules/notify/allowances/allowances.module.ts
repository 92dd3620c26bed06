import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { AllowancesController } from './allowances.controller.js';
import { AllowancesRepository } from './allowances.repository.js';
import { AllowancesService } from './allowances.service.js';
import { CurrentAllowances } from './current-allowances.js';

/** The free SMS allowances of services. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [AllowancesController],
  providers: [AllowancesRepository, AllowancesService, CurrentAllowances],
  exports: [CurrentAllowances],
})
export class AllowancesModule {}
