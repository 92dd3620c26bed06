import type { Flag, Organisation } from '../schemas.js';

/** All that a mirror needs to go on where it was. JSON keeps it without loss. */
export interface MirrorState {
  /** The place in the log, `<Log>.<Position>`, up to which changes are in the copy. */
  readonly place: string;
  /** The hash of the chain at that place; null if it is unknown. */
  readonly hash: string | null;
  /** The members of an organisation, in the order in which the directory writes them. */
  readonly fields: readonly string[];
  /** The flags that organisations can carry, in the directory's order. */
  readonly flags: readonly Flag[];
  /** The last checkpoint whose signature and hash were right: proof of what the directory said. */
  readonly checkpoint: string | null;
}

/** Keeps the copy of a mirror. `FileStore` and `MemoryStore` are examples; write one for your database. */
export interface MirrorStore {
  /** Returns the last state that was written, or null. */
  readState(): Promise<MirrorState | null>;
  /** Returns an organisation, or null. */
  read(organisationId: string): Promise<Organisation | null>;
  /** Yields every organisation in any order. */
  organisations(): AsyncIterable<Organisation>;
  /** Replaces everything. Until it is done, the former content and state stay. */
  replace(organisations: AsyncIterable<Organisation>, state: MirrorState): Promise<void>;
  /**
   * Writes organisations, then the state: in one transaction, or in this order. If the process dies in between, the same
   * organisations are written again.
   */
  write(organisations: readonly Organisation[], state: MirrorState): Promise<void>;
}
