import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';

/** Counts of organisations and of their changes. */
@Module({
  imports: [AuthModule, OrganisationsModule],
  controllers: [StatisticsController],
  providers: [StatisticsRepository, StatisticsService],
})
export class StatisticsModule {}
