import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ReadSource, Snapshot } from '../../../database/queryable.js';
import { beginOn, Replicas } from '../../../database/replicas.js';
import { DirectoryVersion } from './listing/directory-version.js';
import { hasReached } from './listing/version-text.js';

/**
 * Reads of the directory that a replica may answer. An answer counts where the version that its own statement saw is no
 * older than the one that the primary had after the request came in: so nothing is ever older than the last change that
 * was acknowledged, by whichever instance and however far a replica lags.
 */
@Injectable()
export class FreshReads {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly version: DirectoryVersion,
  ) {}

  /**
   * The version that a replica's answer must have reached, at some moment after this call; null where there are no
   * replicas, and nothing needs to be asked.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async least(): Promise<string | null> {
    return this.replicas.areConfigured ? this.version.current() : null;
  }

  /**
   * @param least as `least` told, or as of a page that is being filled in; null for the primary alone
   * @param ask tells the version that its statement saw
   */
  async read<Answer extends { readonly version: string }>(
    least: string | null,
    ask: (source: ReadSource) => Promise<Answer>,
  ): Promise<Answer> {
    if (least === null || !this.replicas.areConfigured) return ask(this.database);
    return this.replicas.read(ask, (answer) => hasReached(answer.version, least));
  }

  /**
   * Begins something on a snapshot of now, on whichever server.
   * @param versionOf asks a snapshot for the version that it sees
   * @param begin keeps the snapshot, to close it when it is done with it; may be called twice, with a snapshot each
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async openSnapshot<Begun>(
    versionOf: (snapshot: Snapshot) => Promise<string>,
    begin: (snapshot: Snapshot, version: string) => Promise<Begun>,
  ): Promise<Begun> {
    const beginIfReached = async (snapshot: Snapshot, least: string): Promise<Begun | null> => {
      const version = await versionOf(snapshot);
      return hasReached(version, least) ? begin(snapshot, version) : null;
    };
    const least = await this.least();
    const begun =
      least === null ? null : await this.replicas.openSnapshot((snapshot) => beginIfReached(snapshot, least));
    if (begun !== null) return begun;
    return beginOn(await this.database.openSnapshot(), async (snapshot) =>
      begin(snapshot, await versionOf(snapshot)),
    );
  }
}
