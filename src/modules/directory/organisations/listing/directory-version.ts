import { Injectable } from '@nestjs/common';
import { OrganisationPagesRepository } from './organisation-pages.repository.js';

/**
 * Asks the database for the directory's version on behalf of every request, with few queries: one that is under way may
 * have begun before a change that the caller knows of, so whoever comes meanwhile waits for the next, together.
 */
@Injectable()
export class DirectoryVersion {
  private running: Promise<string> | null = null;
  private next: Promise<string> | null = null;

  constructor(private readonly pages: OrganisationPagesRepository) {}

  /**
   * The version at some moment after this call.
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
