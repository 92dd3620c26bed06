import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ReadSource, Snapshot, SnapshotUse } from '../../../database/queryable.js';
import { beginOn, Replicas } from '../../../database/replicas.js';
import { DirectoryVersion } from './listing/directory-version.js';
import { hasReached } from './listing/version-text.js';

/**
 * Reads the directory from replicas without stale results. A replica's result is used only if its statement saw at
 * least the version that the primary had after the request arrived. So every acknowledged change of any instance is
 * visible, whatever the lag of a replica.
 */
@Injectable()
export class ConsistentReads {
  constructor(
    private readonly database: Database,
    private readonly replicas: Replicas,
    private readonly version: DirectoryVersion,
  ) {}

  /**
   * Returns the version that a replica must have reached, read after this call; null without replicas.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async requiredVersion(): Promise<string | null> {
    return this.replicas.areConfigured ? this.version.current() : null;
  }

  /**
   * Reads from a replica that has reached a version, else from the primary.
   * @param required from `requiredVersion`, or the version of a page that is being filled in; null for the primary
   * @param ask returns the version that its statement saw
   */
  async read<Answer extends { readonly version: string }>(
    required: string | null,
    ask: (source: ReadSource) => Promise<Answer>,
  ): Promise<Answer> {
    if (required === null || !this.replicas.areConfigured) return ask(this.database);
    return this.replicas.read(ask, (answer) => hasReached(answer.version, required));
  }

  /**
   * Opens a current snapshot on a replica, else on the primary.
   * @param begin is given the version that the snapshot sees; owns the snapshot and closes it; may be called twice, each time with another snapshot
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async openSnapshot<Begun>(
    use: SnapshotUse,
    begin: (snapshot: Snapshot, version: string) => Promise<Begun>,
  ): Promise<Begun> {
    const beginIfReached = async (snapshot: Snapshot, required: string): Promise<Begun | null> => {
      const version = await this.version.in(snapshot);
      return hasReached(version, required) ? begin(snapshot, version) : null;
    };
    const required = await this.requiredVersion();
    const begun =
      required === null
        ? null
        : await this.replicas.openSnapshot(use, (snapshot) => beginIfReached(snapshot, required));
    if (begun !== null) return begun;
    return beginOn(await this.database.openSnapshot(use), async (snapshot) =>
      begin(snapshot, await this.version.in(snapshot)),
    );
  }
}
