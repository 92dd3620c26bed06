import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../../database/queryable.js';
import { OrganisationPagesRepository } from './organisation-pages.repository.js';

/**
 * Reads the directory's version for all requests with few queries. A running query may have started before a change that
 * the caller knows of, so requests that arrive during it share the next one.
 */
@Injectable()
export class DirectoryVersion {
  private running: Promise<unknown> | null = null;
  private next: Promise<string> | null = null;

  constructor(private readonly pages: OrganisationPagesRepository) {}

  /**
   * The version at a moment after this call.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  current(): Promise<string> {
    this.next ??= this.startNext(this.running);
    return this.next;
  }

  /** The version that a snapshot sees. */
  in(snapshot: Queryable): Promise<string> {
    return this.pages.version(snapshot);
  }

  private async startNext(running: Promise<unknown> | null): Promise<string> {
    if (running !== null) await Promise.allSettled([running]);
    // Requests that arrive in the same turn of the event loop share the query, and so do those that get the slots of answered ones.
    await setImmediate();
    const query = this.pages.version();
    this.next = null;
    this.running = query;
    return query;
  }
}
