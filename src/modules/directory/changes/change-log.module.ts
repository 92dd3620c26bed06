import { Module } from '@nestjs/common';
import { MetricsModule } from '../../../metrics/metrics.module.js';
import { ChangeLogMetrics } from './change-log-metrics.js';
import { ChangeLogRepository } from './change-log.repository.js';
import { LogWatch } from './log-watch.js';
import { SequencerRepository } from './sequencer.repository.js';
import { Sequencer } from './sequencer.service.js';
import { SequencerWorker } from './sequencer-worker.js';

/** The log of all changes: giving positions, and the end of the log. */
@Module({
  imports: [MetricsModule],
  providers: [
    ChangeLogMetrics,
    ChangeLogRepository,
    LogWatch,
    Sequencer,
    SequencerRepository,
    SequencerWorker,
  ],
  exports: [ChangeLogRepository, LogWatch],
})
export class ChangeLogModule {}
