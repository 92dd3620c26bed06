import { Injectable } from '@nestjs/common';
import { flagIdsIn } from '../history/history.mapper.js';
import { ChangeLogRepository, type LogPage } from './change-log.repository.js';
import { LogWatch } from './log-watch.js';

/** Entries of the log, with the facts that decide who sees them. */
export interface SharedPage extends LogPage {
  /** By id: the flags that entries of organisations name. */
  readonly accessLevels: ReadonlyMap<string, number>;
}

/**
 * Reads pages of the log once for all requests that want the same page at the same time: a thousand waiting requests learn
 * of a change together, and one look at the database serves them.
 */
@Injectable()
export class SharedPages {
  private readonly reading = new Map<string, Promise<SharedPage>>();

  constructor(
    private readonly log: ChangeLogRepository,
    private readonly watch: LogWatch,
  ) {}

  /**
   * Reads up to `limit` entries after a position.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  read(after: number, limit: number): Promise<SharedPage> {
    // A read that began before the last growth may have missed it.
    const key = `${after} ${limit} ${this.watch.current?.position ?? ''}`;
    const known = this.reading.get(key);
    if (known !== undefined) return known;
    const reading = this.readNow(after, limit).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async readNow(after: number, limit: number): Promise<SharedPage> {
    const page = await this.log.readPage(after, limit);
    const ofOrganisations = page.entries.filter(({ owner }) => owner === 'organisation');
    return { ...page, accessLevels: await this.log.accessLevels(flagIdsIn(ofOrganisations)) };
  }
}
