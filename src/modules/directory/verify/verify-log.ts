import type { Queryable } from '../../../database/queryable.js';
import { CheckRepository, type Differences } from '../check/check.repository.js';
import type { ChainEnd } from '../changes/chain.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { readLogHead } from '../checkpoint/checkpoint.repository.js';
import { ChainVerifier } from './verify-chain.js';
import { VerifyRepository } from './verify.repository.js';

/** The result of `verify`. */
export interface LogVerdict {
  readonly head: ChainEnd;
  /** Entries of the histories that have no position yet. */
  readonly waiting: number;
  /** The first fault of the chain; null for a whole one. */
  readonly fault: string | null;
  /** Rows that differ from what the histories end with. */
  readonly differences: Differences;
}

/** A checkpoint says nothing about another log, such as that of the time before a restore. */
export class OtherLog extends Error {
  constructor(given: string, own: string) {
    super(`The checkpoint is of the log ${given}; this database has the log ${own}: it was restored since.`);
  }
}

/**
 * Walks the whole log in one snapshot and recomputes each hash, then replays the histories and compares the result with
 * the tables. Every entry of a history has a position or waits for one, so the histories are the log.
 * @throws OtherLog for a checkpoint of another log
 */
export async function verifyLog(session: Queryable, checkpoint: Checkpoint | null): Promise<LogVerdict> {
  const repository = new VerifyRepository();
  return repository.inSnapshot(session, async () => {
    const head = await readLogHead(session);
    if (checkpoint !== null && checkpoint.Log !== head.log) throw new OtherLog(checkpoint.Log, head.log);
    const fault = await findFault(repository, session, new ChainVerifier(head, checkpoint));
    const { waiting, lost } = await repository.findUnplaced(session);
    const added =
      lost === null
        ? null
        : `Revision ${lost.revision} of the ${lost.owner} ${lost.ownerId} has no position: it was added to the history behind the log.`;
    const differences = await new CheckRepository().findHistoryDifferences(session);
    return { head, waiting, fault: fault ?? added, differences };
  });
}

async function findFault(
  repository: VerifyRepository,
  session: Queryable,
  chain: ChainVerifier,
): Promise<string | null> {
  for await (const rows of repository.batches(session)) {
    for (const row of rows) {
      const fault = chain.next(row);
      if (fault !== null) return fault;
    }
  }
  return chain.finish();
}
