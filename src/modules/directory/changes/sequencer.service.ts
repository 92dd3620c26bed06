import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { appendToChain } from './chain.js';
import { orderBatch, withoutPredecessor } from './order-batch.js';
import type { Place } from './place.js';
import { type LogHead, SequencerRepository } from './sequencer.repository.js';

/** Max entries that get positions in one transaction, besides predecessors that committed late. */
const batchSize = 1_000;

/** The state of the log after a batch. */
export interface SequencedBatch {
  readonly newest: Place;
  /** Entries that got positions. */
  readonly count: number;
  /** True if there are more entries to sequence at once. */
  readonly hasMore: boolean;
}

/** The head belongs to another server. The message is one sentence for the operator. */
export class ForeignLogHead extends Error {
  constructor() {
    super(
      'The database was copied from another server, whose transaction ids are higher, so the log can not go on: ' +
        'run SELECT directory.begin_change_log() as the owner of the tables (docs/operations/runbooks/sequencer-stands-still.md).',
    );
  }
}

/**
 * Gives positions to the entries of the histories after their commits. One transaction reads what has become visible since
 * the last one, appends it to the chain and moves the head, so a crash at any step changes nothing.
 */
@Injectable()
export class Sequencer {
  constructor(
    private readonly database: Database,
    private readonly repository: SequencerRepository,
  ) {}

  /**
   * Sequences one batch. Returns null while another instance does so.
   * @throws ForeignLogHead, DatabaseUnreachable, DatabaseTimeout
   */
  sequence(): Promise<SequencedBatch | null> {
    return this.database.backgroundTransaction(async (transaction) => {
      if (!(await this.repository.claim(transaction))) return null;
      const head = await this.repository.readHead(transaction);
      if (head.isForeign) throw new ForeignLogHead();
      return this.sequenceAfter(transaction, head);
    }, 'log');
  }

  private async sequenceAfter(transaction: Queryable, head: LogHead): Promise<SequencedBatch> {
    const candidates = await this.repository.listCandidates(transaction, head, batchSize);
    const isOver = candidates.length < batchSize;
    // An idle log stays as it is: no entry means that the present snapshot is as good as a later one.
    if (candidates.length === 0 && head.resumesAfter === null) {
      return { newest: placeOf(head), count: 0, hasMore: false };
    }
    const predecessors = await this.repository.listPredecessors(transaction, withoutPredecessor(candidates));
    const logged = appendToChain(head, orderBatch(candidates, predecessors));
    await this.repository.append(transaction, logged);
    const { position, hash } = logged.at(-1) ?? head;
    const end = { log: head.log, position, hash };
    await this.repository.moveHead(transaction, end, head, isOver);
    return { newest: placeOf(end), count: logged.length, hasMore: !isOver };
  }
}

function placeOf({ log, position }: Place): Place {
  return { log, position };
}
