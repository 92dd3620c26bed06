import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../../database/queryable.js';
import { OrganisationPagesRepository } from './organisation-pages.repository.js';

/**
 * Reads the directory's version for all requests with few queries. A running query may have started before a change that
 * the caller knows of, so requests that arrive during it share the next one.
 */
@Injectable()
export class DirectoryVersion {
  private running: Promise<string> | null = null;
  private next: Promise<string> | null = null;

  constructor(private readonly pages: OrganisationPagesRepository) {}

  /**
   * The version at a moment after this call.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  current(): Promise<string> {
    if (this.running === null) return this.start();
    this.next ??= this.running.then(
      () => this.start(),
      () => this.start(),
    );
    return this.next;
  }

  /** The version that a snapshot sees. */
  in(snapshot: Queryable): Promise<string> {
    return this.pages.version(snapshot);
  }

  private start(): Promise<string> {
    this.next = null;
    const query = this.pages.version();
    const running = query.finally(() => {
      if (this.running === running) this.running = null;
    });
    this.running = running;
    return running;
  }
}
