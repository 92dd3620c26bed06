import { otherTransaction, waiting } from './other-transaction.js';
import type { TestDatabase } from './postgres.js';

/** Starts all requests while a service is locked, and releases the lock when every request waits for it. */
export async function whileServiceIsHeld<Result>(
  database: TestDatabase,
  serviceId: string,
  requests: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  const other = await otherTransaction(database);
  await other.query('SELECT FROM notify.service WHERE id = $1 FOR UPDATE', [serviceId]);
  const results = requests.map((request) => request());
  await waiting(database, requests.length);
  await other.commit();
  return Promise.all(results);
}
