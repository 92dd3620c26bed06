import { DatabaseTimeout } from '../database-errors.js';
import type { Queryable } from '../database.js';
import { DatabaseSession, type TransactionRunner } from '../database-session.js';
import { DeferredIndexRepository, type IndexedTables } from './deferred-index.repository.js';

/** A connection of its own, held for the whole of the work. */
type Session = Queryable & TransactionRunner;

/** What is to be loaded, and into which tables; the rows of the first are counted. */
export interface BulkLoad extends IndexedTables {
  /** About how many rows the first table is to get. */
  readonly expectedRows: number;
  /** Told what is being done, in one sentence each. */
  readonly onNote: (sentence: string) => void;
}

/** Fewer rows than these are entered into the indexes sooner than all indexes are built. */
const minRows = 20_000;
/** What is there already has to be entered again: it must be this many times less than what comes. */
const minGrowth = 10;

const repository = new DeferredIndexRepository();

/**
 * Loads many rows into tables that hold few: without their secondary indexes and foreign keys, which are built, and
 * checked, all at once when `work` is done or has failed. That takes a fraction of the time of doing it row by row.
 * Readers see the right rows all the while, more slowly; who writes waits while an index is built. Killed, the schema is
 * mended at the end of the next load, by the start of a service that migrates, and by `migrate`: see `restoreMissingIndexes`.
 */
export async function loadInBulk<Result>(
  session: Session,
  load: BulkLoad,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!(await repository.isOwned(session)) || !(await repository.claim(session))) return work();
  try {
    await dropIndexesIfWorthwhile(session, load);
    try {
      return await work();
    } finally {
      await recreateAndAnalyse(session, load);
    }
  } finally {
    await repository.releaseClaim(session).catch(() => undefined);
  }
}

/**
 * Recreates the indexes and foreign keys that a killed load left dropped. Does nothing during a load, which does so itself.
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

async function dropIndexesIfWorthwhile(session: Session, load: BulkLoad): Promise<void> {
  const { tables, expectedRows, onNote } = load;
  if (expectedRows < minRows || (await repository.list(session)).length > 0) return;
  if (await repository.hasRows(session, tables[0], Math.ceil(expectedRows / minGrowth))) return;
  try {
    await session.transaction((transaction) => repository.dropSecondaryIndexes(transaction, load));
    onNote(
      'The directory is nearly empty: indexes and foreign keys are set aside until everything is loaded.',
    );
  } catch (error) {
    if (!(error instanceof DatabaseTimeout)) throw error;
    onNote('The tables are in use: indexes and foreign keys are kept up row by row, which takes longer.');
  }
}

async function recreateAndAnalyse(session: Session, { tables, onNote }: BulkLoad): Promise<void> {
  if ((await recreate(session, onNote)) === 0) return;
  onNote('Gathering statistics.');
  await repository.analyse(session, tables);
}

/** Returns how many there were. */
async function recreate(session: Session, onNote: (sentence: string) => void): Promise<number> {
  const kept = await repository.list(session);
  if (kept.length > 0) await repository.prepareBuilds(session);
  for (const [index, one] of kept.entries()) {
    onNote(`Building ${one.name} (${index + 1} of ${kept.length}).`);
    await session.transaction((transaction) => repository.recreate(transaction, one));
  }
  return kept.length;
}
