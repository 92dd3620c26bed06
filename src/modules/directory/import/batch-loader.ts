import type { Queryable } from '../../../database/database.js';
import { ImportFlagBook, namedBy } from './import-flag-book.js';
import { ImportFlagsRepository } from './import-flags.repository.js';
import type { ImportRecord, ReadRecord, RecordNotes, Rejection } from './import-record.js';
import { ImportRepository } from './import.repository.js';
import type { TransactionRunner } from '../../../database/database-session.js';
import type { BatchCounts } from './import-summary.js';
import { planRecord, type RecordPlan, type StoredOrganisation } from './plan-record.js';
import { isTransient, recordFaultOf } from './transaction-failure.js';
import { BatchVerdicts } from './batch-verdicts.js';
import { type ImportRun, writePlans } from './write-plans.js';

/** What came of a batch. */
export interface BatchOutcome {
  readonly counts: BatchCounts;
  readonly rejections: readonly Rejection[];
  /** Those of the records that were taken. */
  readonly notes: readonly RecordNotes[];
}

/** What the source of the records adds to each batch, within its transaction. */
export interface BatchSteps {
  /** Records that can't be loaded because the source held them before, by ordinal, with the reason. */
  refuseRepeated(transaction: Queryable, batch: readonly ReadRecord[]): Promise<ReadonlyMap<number, string>>;
  /** Runs last before the commit. May run again for the same records where the transaction fails. */
  beforeCommit(transaction: Queryable, outcome: BatchOutcome, batch: readonly ReadRecord[]): Promise<void>;
  afterCommit(): void;
}

/** A transaction that others got in the way of is tried so many times. */
const maxAttempts = 5;

/** Loads records batch by batch: one transaction and a fixed number of statements for each. */
export class BatchLoader {
  private readonly organisations = new ImportRepository();
  private readonly flags = new ImportFlagsRepository();

  constructor(
    private readonly runner: TransactionRunner,
    private readonly run: ImportRun,
    private readonly steps: BatchSteps,
  ) {}

  /**
   * Loads a batch. A record that the database refuses although it keeps the rules of the API is found by halving the
   * batch, and rejected alone.
   * @throws whatever makes it pointless to go on; the batch is then not loaded
   */
  async load(batch: readonly ReadRecord[]): Promise<void> {
    try {
      await this.commit(batch);
    } catch (error) {
      const fault = recordFaultOf(error);
      if (fault === null) throw error;
      await this.loadApart(batch, fault);
    }
  }

  private async loadApart(batch: readonly ReadRecord[], fault: string): Promise<void> {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) {
      await this.commit([{ ...only, record: null, errors: [...only.errors, fault] }]);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await this.load(batch.slice(0, half));
    await this.load(batch.slice(half));
  }

  private async commit(batch: readonly ReadRecord[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.runner.transaction((transaction) => this.apply(transaction, batch));
        this.steps.afterCommit();
        return;
      } catch (error) {
        if (!isTransient(error) || attempt === maxAttempts) throw error;
      }
    }
  }

  private async apply(transaction: Queryable, batch: readonly ReadRecord[]): Promise<void> {
    const now = new Date();
    const verdicts = new BatchVerdicts(batch, await this.steps.refuseRepeated(transaction, batch));
    const book = new ImportFlagBook(this.flags, transaction);
    await book.open(verdicts.accepted().flatMap(namedBy));
    verdicts.judge((record) => book.faultsOf(record));
    await book.createMissing(verdicts.accepted(), now);
    const stored = await this.lockStored(transaction, verdicts.accepted());
    const plans = new Map<ImportRecord, RecordPlan>();
    verdicts.judge((record) => {
      const plan = planRecord(record, stored.get(record.organisationId) ?? null, book.flagsOf(record), now);
      if (typeof plan === 'string') return [plan];
      plans.set(record, plan);
      return [];
    });
    await writePlans(this.organisations, transaction, [...plans.values()], this.run);
    const outcome = toOutcome(plans, verdicts.rejections(), book.createdCount);
    await this.steps.beforeCommit(transaction, outcome, batch);
  }

  private async lockStored(
    transaction: Queryable,
    records: readonly ImportRecord[],
  ): Promise<Map<string, StoredOrganisation>> {
    const rows = await this.organisations.lock(
      transaction,
      records.map((record) => record.organisationId),
    );
    if (rows.length === 0) return new Map();
    const ids = rows.map((row) => row.organisationId);
    // Read after the locks are had, so that nothing is seen as it was before somebody else's change.
    const flags = byOrganisation(await this.organisations.listFlags(transaction, ids));
    const users = byOrganisation(await this.organisations.listAdminUsers(transaction, ids));
    return new Map(
      rows.map((row) => {
        const organisation = { ...row, flags: flags.get(row.organisationId) ?? [] };
        return [row.organisationId, { organisation, adminUsers: users.get(row.organisationId) ?? [] }];
      }),
    );
  }
}

function byOrganisation<Item extends { organisationId: string }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.organisationId);
    if (group === undefined) groups.set(item.organisationId, [item]);
    else group.push(item);
  }
  return groups;
}

function toOutcome(
  plans: ReadonlyMap<ImportRecord, RecordPlan>,
  rejections: readonly Rejection[],
  flagsCreated: number,
): BatchOutcome {
  const changed = [...plans.values()].filter((plan) => plan.changes.length > 0);
  const created = changed.filter((plan) => plan.before === null).length;
  const counts = {
    created,
    updated: changed.length - created,
    unchanged: plans.size - changed.length,
    rejected: rejections.length,
    flagsCreated,
  };
  return { counts, rejections, notes: [...plans.keys()].map((record) => record.notes) };
}
