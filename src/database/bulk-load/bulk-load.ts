import { DatabaseTimeout } from '../database-errors.js';
import type { Queryable } from '../database.js';
import type { TransactionRunner } from '../database-session.js';
import { SetAsideRepository, type TakenOut } from './set-aside.repository.js';

/** A connection of its own, held for the whole of the work. */
type Session = Queryable & TransactionRunner;

/** What is to be loaded, and into which tables; the rows of the first are counted. */
export interface BulkLoad extends TakenOut {
  /** About how many rows the first table is to get. */
  readonly expectedRows: number;
  /** Told what is being done, in one sentence each. */
  readonly onNote: (sentence: string) => void;
}

/** Fewer rows than these are entered into the indexes sooner than all indexes are built. */
const leastRows = 20_000;
/** What is there already has to be entered again: it must be this many times less than what comes. */
const leastGrowth = 10;

const repository = new SetAsideRepository();

/**
 * Loads many rows into tables that hold few: without their secondary indexes and foreign keys, which are built, and
 * checked, all at once when `work` is done or has failed. That takes a fraction of the time of doing it row by row.
 * Readers see the right rows all the while, more slowly; who writes waits while an index is built. Killed, the schema is
 * mended at the end of the next load, by the start of a service that migrates, and by `migrate`: see `mendSchema`.
 */
export async function loadInBulk<Result>(
  session: Session,
  load: BulkLoad,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!(await repository.isOwned(session)) || !(await repository.claim(session))) return work();
  try {
    await takeOutWhereItPays(session, load);
    try {
      return await work();
    } finally {
      await bringBackKept(session, load);
    }
  } finally {
    await repository.giveUpClaim(session).catch(() => undefined);
  }
}

/**
 * Brings back what a load that was killed left out. Does nothing where one is under way, which will do it itself.
 */
export async function mendSchema(session: Session, onNote: (sentence: string) => void): Promise<void> {
  if (!(await repository.isOwned(session)) || (await repository.list(session)).length === 0) return;
  if (!(await repository.claim(session))) return;
  try {
    await bringBack(session, onNote);
  } finally {
    await repository.giveUpClaim(session).catch(() => undefined);
  }
}

async function takeOutWhereItPays(session: Session, load: BulkLoad): Promise<void> {
  const { tables, expectedRows, onNote } = load;
  if (expectedRows < leastRows || (await repository.list(session)).length > 0) return;
  if (await repository.hasRows(session, tables[0], Math.ceil(expectedRows / leastGrowth))) return;
  try {
    await session.transaction((transaction) => repository.takeOut(transaction, load));
    onNote(
      'The directory is nearly empty: indexes and foreign keys are set aside until everything is loaded.',
    );
  } catch (error) {
    if (!(error instanceof DatabaseTimeout)) throw error;
    onNote('The tables are in use: indexes and foreign keys are kept up row by row, which takes longer.');
  }
}

async function bringBackKept(session: Session, { tables, onNote }: BulkLoad): Promise<void> {
  if ((await bringBack(session, onNote)) === 0) return;
  onNote('Gathering statistics.');
  await repository.analyse(session, tables);
}

/** Returns how many there were. */
async function bringBack(session: Session, onNote: (sentence: string) => void): Promise<number> {
  const kept = await repository.list(session);
  if (kept.length > 0) await repository.prepareBuilds(session);
  for (const [index, one] of kept.entries()) {
    onNote(`Building ${one.name} (${index + 1} of ${kept.length}).`);
    await session.transaction((transaction) => repository.bringBack(transaction, one));
  }
  return kept.length;
}
