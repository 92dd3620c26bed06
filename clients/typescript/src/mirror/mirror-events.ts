import type { PublicKey } from './checkpoints.js';

/** Why a mirror reads the whole list. */
export type SnapshotReason = 'the store is empty' | 'the directory has another log' | 'a flag became visible';

/** A step of a mirror. */
export type MirrorEvent =
  | { readonly type: 'snapshot'; readonly reason: SnapshotReason }
  | { readonly type: 'changes'; readonly place: string; readonly entries: number; readonly verified: number }
  /** The copy has every change that the directory has. */
  | { readonly type: 'current'; readonly place: string }
  | { readonly type: 'checkpoint'; readonly place: string }
  | { readonly type: 'retry'; readonly error: unknown };

export interface MirrorOptions {
  /** Ends the mirror: `mirror` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives what the mirror does. Without it, a snapshot that replaces a copy is written to the console as a warning. */
  readonly onEvent?: (event: MirrorEvent) => void;
  /** The only keys that checkpoints may be signed with; default: those that the directory publishes. */
  readonly keys?: readonly PublicKey[];
  /** False if the directory publishes no checkpoints. Default true. */
  readonly checkpoints?: boolean;
  /** Seconds between two looks at the checkpoint and the flags; default 60. */
  readonly checkSeconds?: number;
}

/** The events of a mirror that was given no `onEvent`. */
export function warnOfSnapshot(event: MirrorEvent): void {
  if (event.type === 'snapshot' && event.reason !== 'the store is empty')
    console.warn(`The mirror reads the whole directory again: ${event.reason}.`);
}
