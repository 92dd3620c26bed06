import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../postgres.js';

/** Inserts a Pending webhook at the beginning of the log into the database; its secret can't be decrypted. */
export async function aWebhook(
  database: TestDatabase,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const row = {
    webhook_id: randomUUID(),
    client_id: 'tpp-client',
    url: 'https://hooks.sample-bank.example/directory',
    position: 0,
    reader: JSON.stringify({
      userEmail: null,
      isOperator: false,
      readsAll: true,
      seesRelations: true,
      flagClearance: 0,
    }),
    secret: Buffer.alloc(64),
    challenge: 'challenge',
    ...overrides,
  };
  const columns = Object.keys(row);
  await database.query(
    `INSERT INTO directory.webhook (log, ${columns.join(', ')})
     SELECT log, ${columns.map((_, index) => `$${index + 1}`).join(', ')} FROM directory.change_log_head`,
    Object.values(row),
  );
  return row.webhook_id;
}
