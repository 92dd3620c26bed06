import { DatabaseTimeout } from '../database-errors.js';
import type { Queryable } from '../database.js';
import { DatabaseSession, type TransactionRunner } from '../database-session.js';
import { DeferredIndexRepository } from './deferred-index.repository.js';

/** A connection that one caller holds for all of the work. */
type Session = Queryable & TransactionRunner;

/** The tables and the size of a bulk load; all names include the schema. */
export interface BulkLoad {
  /** The tables that lose their secondary indexes and foreign keys during the load. */
  readonly tables: readonly [string, ...string[]];
  /** Other tables that their foreign keys refer to; locked first, in the lock order of the directory. */
  readonly referred: readonly string[];
  /** Indexes that the load itself needs. */
  readonly keptIndexes: readonly string[];
  /** Called with a sentence for each step. */
  readonly onNote: (sentence: string) => void;
}

/**
 * Drops the secondary indexes and foreign keys if that pays for a load of `expectedRows` rows into the first table, those
 * already loaded included. Not callable inside a transaction.
 */
export type DropIndexes = (expectedRows: number) => Promise<void>;

/** Below this number of rows, updating the indexes row by row is faster than building them. */
const minRows = 20_000;
/** Rebuilding also covers the rows already stored, so the load must be at least this many times their number. */
const minGrowth = 10;

const repository = new DeferredIndexRepository();

/**
 * Runs `work`, which may drop the secondary indexes and foreign keys of nearly empty tables, and recreates them
 * afterwards, even if `work` fails. Readers get right results all the time, only more slowly; writers wait while an index
 * is built. After a crash, `restoreMissingIndexes` recreates them.
 */
export async function loadInBulk<Result>(
  session: Session,
  load: BulkLoad,
  work: (dropIndexes: DropIndexes) => Promise<Result>,
): Promise<Result> {
  if (!(await repository.isOwned(session)) || !(await repository.claim(session)))
    return work(() => Promise.resolve());
  try {
    try {
      return await work((expectedRows) => dropIndexesIfWorthwhile(session, load, expectedRows));
    } finally {
      await recreateAndAnalyse(session, load);
    }
  } finally {
    await repository.releaseClaim(session).catch(() => undefined);
  }
}

/**
 * Recreates the indexes and foreign keys that a killed load left dropped. Does nothing while a load runs.
 * @throws DatabaseUnreachable, DatabaseTimeout, ConstraintViolation
 */
export async function restoreMissingIndexes(url: string, onNote: (sentence: string) => void): Promise<void> {
  const session = await DatabaseSession.open(url);
  try {
    if (!(await repository.isOwned(session)) || (await repository.list(session)).length === 0) return;
    if (await repository.claim(session)) await recreate(session, onNote);
  } finally {
    await session.close();
  }
}

async function dropIndexesIfWorthwhile(
  session: Session,
  load: BulkLoad,
  expectedRows: number,
): Promise<void> {
  const { tables, referred, keptIndexes, onNote } = load;
  if (expectedRows < minRows || (await repository.list(session)).length > 0) return;
  if (await repository.hasRows(session, tables[0], Math.ceil(expectedRows / minGrowth))) return;
  try {
    await session.transaction(async (transaction) => {
      await repository.lock(transaction, [...referred, ...tables]);
      await repository.dropSecondaryIndexes(transaction, tables, keptIndexes);
    });
    onNote(
      'The directory is nearly empty: indexes and foreign keys are dropped and recreated after the load.',
    );
  } catch (error) {
    if (!(error instanceof DatabaseTimeout)) throw error;
    onNote('The tables are in use: indexes and foreign keys are updated row by row, which is slower.');
  }
}

async function recreateAndAnalyse(session: Session, { tables, onNote }: BulkLoad): Promise<void> {
  if ((await recreate(session, onNote)) === 0) return;
  onNote('Gathering statistics.');
  await repository.analyse(session, tables);
}

/** Returns the number of recreated indexes and foreign keys. */
async function recreate(session: Session, onNote: (sentence: string) => void): Promise<number> {
  const dropped = await repository.list(session);
  if (dropped.length > 0) await repository.prepareBuilds(session);
  for (const [index, deferred] of dropped.entries()) {
    onNote(`Building ${deferred.name} (${index + 1} of ${dropped.length}).`);
    await session.transaction((transaction) => repository.recreate(transaction, deferred));
  }
  return dropped.length;
}
