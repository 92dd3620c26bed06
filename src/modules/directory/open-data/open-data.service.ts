import { Injectable } from '@nestjs/common';
import type { Snapshot } from '../../../database/queryable.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { begun, type StreamedText } from '../../../http/responses/streamed-text.js';
import { ConsistentReads } from '../organisations/consistent-reads.js';
import { OpenDataRepository } from './open-data.repository.js';
import { participantsText } from './participants-text.js';

/** The public file as it is at one moment. */
export interface OpenDataFile extends StreamedText {
  /** Strong: the same tag means the same bytes. */
  readonly entityTag: string;
}

/**
 * Makes the public participants file: a JSON array of the Active organisations in OrganisationId order by bytes, one on
 * each line, the same bytes for the same organisations.
 */
@Injectable()
export class OpenDataService {
  /** The tag of the version that was asked for last: most who ask want to know whether it still holds. */
  private latest: { readonly version: string; readonly entityTag: string } | null = null;

  constructor(
    private readonly openData: OpenDataRepository,
    private readonly reads: ConsistentReads,
  ) {}

  /**
   * Opens the file with its tag known before the first byte; both come from one snapshot.
   * @param isRead whether a file with this tag is read at all; its first part is then there before it is promised
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  open(isRead: (entityTag: string) => boolean): Promise<OpenDataFile> {
    return this.reads.openSnapshot('file', async (snapshot, version) => {
      const entityTag = await this.tagOf(snapshot, version);
      const text = participantsText(this.openData, snapshot);
      const chunks = isRead(entityTag) ? await begun(text) : text;
      return { entityTag, chunks, close: () => snapshot.close() };
    });
  }

  private async tagOf(snapshot: Snapshot, version: string): Promise<string> {
    if (version === this.latest?.version) return this.latest.entityTag;
    const entityTag = entityTagOf(await this.openData.fingerprint(snapshot));
    this.latest = { version, entityTag };
    return entityTag;
  }
}
