import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scanForSecrets } from './secret-scan.js';

/**
 * Stops the engine and deletes its data, after a search of every log and error body of the run for every secret used.
 * A secret found in any of these fails the run.
 */
export default async function globalTeardown() {
  const { dataDir, server, evidence } = globalThis.testEngine;
  await server.close();
  try {
    copyFileSync(join(dataDir, 'postgres.log'), join(evidence, 'postgres.log'));
    const { found, secrets, lines } = scanForSecrets(evidence);
    if (found.length > 0) {
      throw new Error(
        `${found.length} lines of logs and error bodies tell secrets:\n${found.slice(0, 20).join('\n')}`,
      );
    }
    process.stderr.write(`\n${lines} lines of logs and error bodies tell none of ${secrets} secrets.\n`);
  } finally {
    for (const folder of [dataDir, evidence]) rmSync(folder, { recursive: true, force: true });
  }
}
