import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { ClientActivity } from '../../auth/client-activity.js';
import { UpkeepRepository } from './upkeep.repository.js';

const everyMs = 60_000;

/** Notes the clients that called, pauses the webhooks of clients that are gone, and deletes former secrets. */
@Injectable()
export class Upkeep {
  private readonly logger = new Logger('Webhooks');
  private lastRun = -Infinity;

  constructor(
    private readonly repository: UpkeepRepository,
    private readonly activity: ClientActivity,
  ) {}

  /** Runs once a minute. @throws DatabaseUnreachable, DatabaseTimeout */
  async runIfDue(): Promise<void> {
    if (performance.now() - this.lastRun < everyMs) return;
    await this.run();
    this.lastRun = performance.now();
  }

  async run(): Promise<void> {
    const clients = this.activity.take();
    try {
      if (clients.length > 0) await this.repository.noteSeen(clients);
    } catch (error) {
      clients.forEach((client) => {
        this.activity.note(client);
      });
      throw error;
    }
    await this.repository.dropFormerSecrets();
    for (const webhookId of await this.repository.pauseOfLostClients())
      this.logger.warn(`webhook ${webhookId} is paused: its client has not called for 30 days`);
  }
}
