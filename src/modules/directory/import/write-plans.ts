import type { Queryable } from '../../../database/database.js';
import type { CarriedFlag, ImportRepository } from './import.repository.js';
import type { RecordPlan } from './plan-record.js';

/** The author of the history entries. */
export interface ImportRun {
  readonly clientId: string;
  readonly interactionId: string;
}

/** Another transaction created an organisation that this one was about to create; a retry finds it. */
export class ConcurrentImport extends Error {
  constructor() {
    super('another transaction created the same organisation');
  }
}

/**
 * Writes the plans of one batch with a fixed number of statements, each change with its history entry.
 * @throws ConcurrentImport where another transaction created one of the new organisations
 */
export async function writePlans(
  organisations: ImportRepository,
  transaction: Queryable,
  plans: readonly RecordPlan[],
  run: ImportRun,
): Promise<void> {
  const changed = plans.filter((plan) => plan.changes.length > 0);
  const created = changed.filter((plan) => plan.before === null);
  const amended = changed.filter((plan) => plan.before !== null);
  const added = changed.flatMap(({ before, after }) => difference(after, before));
  const removed = changed.flatMap(({ before, after }) => difference(before, after));
  const adminUsers = changed.flatMap(({ after, adminUsers: users }) =>
    users.map((user) => ({ ...user, organisationId: after.organisationId })),
  );
  const entries = changed.map(({ after, changes }) => ({
    organisationId: after.organisationId,
    revision: after.revision,
    changes,
  }));
  if (created.length > 0) {
    const inserted = await organisations.insert(
      transaction,
      created.map(({ after }) => after),
    );
    if (inserted < created.length) throw new ConcurrentImport();
  }
  if (amended.length > 0)
    await organisations.update(
      transaction,
      amended.map(({ after }) => after),
    );
  if (removed.length > 0) await organisations.removeFlags(transaction, removed);
  if (added.length > 0) await organisations.addFlags(transaction, added);
  if (adminUsers.length > 0) await organisations.saveAdminUsers(transaction, adminUsers);
  if (entries.length > 0) await organisations.appendHistory(transaction, entries, run);
}

/** The flags of `one` that `other` does not carry. */
function difference(one: RecordPlan['before'], other: RecordPlan['before']): CarriedFlag[] {
  if (one === null) return [];
  const known = new Set(other?.flags.map((flag) => flag.flagId));
  return one.flags
    .filter((flag) => !known.has(flag.flagId))
    .map(({ flagId }) => ({ organisationId: one.organisationId, flagId }));
}
