import { type ChainEnd, chainHash } from '../changes/chain.js';
import { toWholeContent } from '../changes/change.mapper.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { LogRow } from './verify.repository.js';

/** The hash before the first position. */
const noHash = '0'.repeat(64);

/** Recomputes the hash chain, position by position. Holds one hash, whatever the length of the log. */
export class ChainVerifier {
  private end: ChainEnd;

  constructor(
    private readonly head: ChainEnd,
    private readonly checkpoint: Checkpoint | null,
  ) {
    this.end = { log: head.log, position: 0, hash: noHash };
  }

  /** Returns a sentence about the next position if it differs from the chain, else null. */
  next(row: LogRow): string | null {
    const position = this.end.position + 1;
    if (row.position !== position)
      return `Position ${position} is missing: the log goes on at ${row.position}.`;
    if (!row.isInHistory)
      return `Position ${position} has no entry: ${nameOf(row)} is missing in the history.`;
    const hash = chainHash(this.end, position, toWholeContent(row));
    if (hash !== row.hash)
      return `The hash of position ${position} is not that of its entry, ${nameOf(row)}: the entry or the hash was changed.`;
    this.end = { ...this.end, position, hash };
    return this.compareCheckpoint();
  }

  /** Returns a sentence if the log ends elsewhere than its head or the checkpoint says, else null. */
  finish(): string | null {
    const { position, hash } = this.end;
    const { head, checkpoint } = this;
    if (head.position !== position || head.hash !== hash)
      return `The log ends at position ${position} with the hash ${hash}; its head says position ${head.position} with the hash ${head.hash}.`;
    if (checkpoint !== null && checkpoint.Position > position)
      return `The log ends at position ${position}; the checkpoint is of position ${checkpoint.Position}: later positions were removed.`;
    return null;
  }

  private compareCheckpoint(): string | null {
    const { checkpoint, end } = this;
    if (checkpoint?.Position !== end.position || checkpoint.Hash === end.hash) return null;
    return `Position ${end.position} has the hash ${end.hash}; the checkpoint says ${checkpoint.Hash}: this position or one before it was written anew.`;
  }
}

function nameOf({ owner, ownerId, revision }: LogRow): string {
  return `revision ${revision} of the ${owner} ${ownerId}`;
}
