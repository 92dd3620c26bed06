import type { Queryable } from './queryable.js';

/** The tasks of each open transaction. */
const tasks = new WeakMap<Queryable, (() => void)[]>();

/**
 * Runs `task` once the transaction is committed, and never if it is rolled back or run again. The task must not throw.
 * @throws Error outside a transaction
 */
export function afterCommit(transaction: Queryable, task: () => void): void {
  const open = tasks.get(transaction);
  if (open === undefined) throw new Error('there is no open transaction');
  open.push(task);
}

/** Opens the list of tasks at the begin of a transaction. */
export function collectTasks(transaction: Queryable): void {
  tasks.set(transaction, []);
}

/** Runs the tasks of a committed transaction. */
export function runTasks(transaction: Queryable): void {
  const open = tasks.get(transaction) ?? [];
  tasks.delete(transaction);
  for (const task of open) task();
}
