import { ConstraintViolation } from '../../../database/database-errors.js';
import type { Queryable } from '../../../database/database.js';
import { isRetryable } from '../../../database/retry-on-serialization-failure.js';
import type { BatchOutcome } from '../participants-file/batch-outcome.js';
import { BatchValidation } from './batch-validation.js';
import { ImportFlagResolver, namedBy } from './import-flag-resolver.js';
import { ImportFlagsRepository } from './import-flags.repository.js';
import type { ImportRecord, ReadRecord } from './import-record.js';
import { ImportRepository } from './import.repository.js';
import type { TransactionRunner } from '../../../database/database-session.js';
import { planRecord, type RecordPlan, type StoredOrganisation } from './plan-record.js';
import { ConcurrentImport, type ImportRun, writePlans } from './write-plans.js';

/** The part of a batch's transaction that depends on the source of the records. */
export interface BatchSteps {
  /** Returns the reason for each record whose id the source held before, by record number. */
  refuseRepeated(transaction: Queryable, batch: readonly ReadRecord[]): Promise<ReadonlyMap<number, string>>;
  /** Runs last before the commit, and again for the same records if the transaction is retried. */
  beforeCommit(transaction: Queryable, outcome: BatchOutcome, batch: readonly ReadRecord[]): Promise<void>;
  afterCommit(): void;
}

/** Attempts for a transaction that fails because of concurrent ones. */
const maxAttempts = 5;

/** Loads records in batches: one transaction and a fixed number of statements each. */
export class BatchLoader {
  private readonly organisations = new ImportRepository();
  private readonly flags = new ImportFlagsRepository();

  constructor(
    private readonly runner: TransactionRunner,
    private readonly run: ImportRun,
    private readonly steps: BatchSteps,
  ) {}

  /**
   * Loads a batch. Where the database refuses a record that passed validation, halves the batch until that record is
   * alone, and rejects it.
   * @throws any error that no record causes; the batch is then not loaded
   */
  async load(batch: readonly ReadRecord[]): Promise<void> {
    try {
      await this.commit(batch);
    } catch (error) {
      const fault = recordFaultOf(error);
      if (fault === null) throw error;
      await this.loadHalves(batch, fault);
    }
  }

  private async loadHalves(batch: readonly ReadRecord[], fault: string): Promise<void> {
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
    const validation = new BatchValidation(batch, await this.steps.refuseRepeated(transaction, batch));
    const flags = new ImportFlagResolver(this.flags, transaction, this.run);
    await flags.load(validation.accepted().flatMap(namedBy));
    validation.validate((record) => flags.errorsOf(record));
    await flags.createMissing(validation.accepted(), now);
    const stored = await this.lockStored(transaction, validation.accepted());
    const plans = new Map<ImportRecord, RecordPlan>(
      validation
        .accepted()
        .map((record) => [
          record,
          planRecord(record, stored.get(record.organisationId) ?? null, flags.flagsOf(record), now),
        ]),
    );
    await writePlans(this.organisations, transaction, [...plans.values()], this.run);
    const outcome = toOutcome(plans, validation, flags.createdCount);
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
    // Read after the rows are locked, so that no concurrent change is missed.
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
  validation: BatchValidation,
  flagsCreated: number,
): BatchOutcome {
  const rejections = validation.rejections();
  const changed = [...plans.values()].filter((plan) => plan.changes.length > 0);
  const created = changed.filter((plan) => plan.before === null).length;
  const counts = {
    created,
    updated: changed.length - created,
    unchanged: plans.size - changed.length,
    rejected: rejections.length,
    flagsCreated,
  };
  return { counts, rejections, loaded: validation.loaded() };
}

/** True for a transaction that failed because of concurrent ones. */
function isTransient(error: unknown): boolean {
  return error instanceof ConcurrentImport || isRetryable(error);
}

/** The sentence for a record that the database refuses; null for any other error. */
function recordFaultOf(error: unknown): string | null {
  if (error instanceof ConstraintViolation) return `The database refuses it: it breaks ${error.constraint}`;
  if (!(error instanceof Error && 'code' in error)) return null;
  // Classes data_exception and program_limit_exceeded: a value that the database can't store.
  return /^(22|54)/.test(String(error.code)) ? `The database refuses it: ${error.message}` : null;
}
