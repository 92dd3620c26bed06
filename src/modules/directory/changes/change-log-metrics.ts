import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../../metrics/metrics.js';
import { ChangeLogRepository, type LogLag } from './change-log.repository.js';

const gauges: readonly (readonly [name: string, help: string, value: keyof LogLag])[] = [
  ['directory_change_log_position', 'The newest position of the log of changes', 'position'],
  [
    'directory_change_log_lag_entries',
    'Changes without a position in the log; counted up to 100,000 of organisations and of flags each',
    'entries',
  ],
  [
    'directory_change_log_lag_seconds',
    'Time for which a change has waited for its position, since the sequencer last had none to do; 0 where none waits',
    'seconds',
  ],
];

/** Metrics of the log. While the database is unreachable a scrape omits them. */
@Injectable()
export class ChangeLogMetrics {
  constructor(metrics: Metrics, log: ChangeLogRepository) {
    // One query serves all gauges of a scrape.
    let reading: Promise<LogLag | null> | null = null;
    const read = (): Promise<LogLag | null> => {
      reading ??= log
        .lag()
        .catch(() => null)
        .finally(() => {
          reading = null;
        });
      return reading;
    };
    for (const [name, help, value] of gauges) {
      new Gauge({
        name,
        help,
        registers: [metrics.registry],
        async collect() {
          this.remove();
          const lag = await read();
          if (lag !== null) this.set(lag[value]);
        },
      });
    }
  }
}
