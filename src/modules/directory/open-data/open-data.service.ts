import { Injectable } from '@nestjs/common';
import type { Snapshot } from '../../../database/database.js';
import { entityTagOf } from '../../../http/entity-tag.js';
import { toParticipantJson } from './open-data.mapper.js';
import { OpenDataRepository } from './open-data.repository.js';

/** The public file as it is at one moment. */
export interface OpenDataFile {
  /** Strong: the same tag means the same bytes. */
  readonly entityTag: string;
  /** The text of the file, a few organisations at a time, read as it is taken. */
  readonly chunks: AsyncGenerator<string>;
  /** Gives the snapshot back, whether or not the chunks were taken. May be called again; never throws. */
  close(): Promise<void>;
}

/**
 * Makes the public participants file: a JSON array of the Active organisations in OrganisationId order by bytes, one on
 * each line, the same bytes for the same organisations.
 */
@Injectable()
export class OpenDataService {
  /** The tag of the state that was asked for last: most who ask want to know whether it still holds. */
  private latest: { readonly snapshotName: string; readonly entityTag: string } | null = null;

  constructor(private readonly openData: OpenDataRepository) {}

  /**
   * Opens the file with its tag known before the first byte; both come from one snapshot.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async open(): Promise<OpenDataFile> {
    const snapshot = await this.openData.openSnapshot();
    try {
      const entityTag = await this.tagOf(snapshot);
      return { entityTag, chunks: this.textOf(snapshot), close: () => snapshot.close() };
    } catch (error) {
      await snapshot.close();
      throw error;
    }
  }

  /** The text of the file alone. */
  async *chunks(): AsyncGenerator<string> {
    const snapshot = await this.openData.openSnapshot();
    try {
      yield* this.textOf(snapshot);
    } finally {
      await snapshot.close();
    }
  }

  private async *textOf(snapshot: Snapshot): AsyncGenerator<string> {
    let separator = '[\n';
    for await (const participants of this.openData.batches(snapshot)) {
      yield separator + participants.map(toParticipantJson).join(',\n');
      separator = ',\n';
    }
    yield separator === ',\n' ? '\n]\n' : '[]\n';
  }

  private async tagOf(snapshot: Snapshot): Promise<string> {
    const snapshotName = await this.openData.nameOf(snapshot);
    if (snapshotName !== null && snapshotName === this.latest?.snapshotName) return this.latest.entityTag;
    const entityTag = entityTagOf(await this.openData.fingerprint(snapshot));
    if (snapshotName !== null) this.latest = { snapshotName, entityTag };
    return entityTag;
  }
}
