import { Injectable } from '@nestjs/common';
import type { LiveCountsResponse } from './live-counts.response.dto.js';
import { StatusRepository } from './status.repository.js';
import type { StatusResponse } from './status.response.dto.js';

/** Reads status and live counts (contract section 4). */
@Injectable()
export class StatusService {
  constructor(private readonly repository: StatusRepository) {}

  /** @throws DatabaseUnreachable, DatabaseTimeout: the status includes the database */
  async get(): Promise<StatusResponse> {
    return { db_version: await this.repository.databaseVersion(), status: 'ok' };
  }

  /** By `count_as_live`, unlike the count of an organisation's services. */
  async countLive(): Promise<LiveCountsResponse> {
    const { organisations, services } = await this.repository.countLive();
    return { organisations, services };
  }
}
