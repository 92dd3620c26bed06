import { performance } from 'node:perf_hooks';
import type { HistoryOperation } from '../../history/history.values.js';
import type { StoredReader } from '../webhook-reader.js';
import type { SendingState } from './next-state.js';

/** A batch that was sent before, and gets sent again under the same id. */
export interface KnownBatch {
  readonly messageId: string;
  readonly at: Date;
  /** The last position that it covers. */
  readonly end: number;
}

/** A webhook that this process may send to until the claim ends. */
export interface ClaimedWebhook extends SendingState {
  readonly webhookId: string;
  readonly claim: string;
  /** Counts changes of the webhook by clients. */
  readonly generation: number;
  readonly clientId: string;
  readonly reader: StoredReader;
  readonly url: string;
  readonly organisationIds: readonly string[] | null;
  readonly operations: readonly HistoryOperation[] | null;
  readonly log: string;
  readonly deliveredUpTo: number;
  /** Id of the present log. */
  readonly presentLog: string;
  readonly secret: Buffer;
  /** null if there is none, or if its 24 hours are over. */
  readonly formerSecret: Buffer | null;
  readonly challenge: string;
  /** null if no test is to be sent. */
  readonly testRequestedAt: Date | null;
  /** True if the verification or a batch is due; false if only a test is. */
  readonly isDue: boolean;
  readonly batch: KnownBatch | null;
  /** The time of the claim by the clock of the database. */
  readonly claimedAt: Date;
  /** The same moment by the monotonic clock of this process, in milliseconds. */
  readonly claimedAtMs: number;
}

/** Returns the present time by the clock of the database: those of instances differ. Never ahead of it. */
export function databaseNow({ claimedAt, claimedAtMs }: ClaimedWebhook): Date {
  return new Date(claimedAt.getTime() + Math.floor(performance.now() - claimedAtMs));
}
