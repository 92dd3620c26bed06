import { DatabaseSession } from '../../../database/database-session.js';
import { SampleRepository } from './sample.repository.js';
import { seedDirectory } from './seed-directory.js';

/** Enough for several pages, and to be read at a glance. */
const sampleSize = 40;

/**
 * Loads the first organisations of the demonstration set where a migrated database holds none: on the first start, and
 * again where that was broken off before they were there.
 */
export async function loadSample(databaseUrl: string): Promise<void> {
  if (!(await begin(databaseUrl))) return;
  await seedDirectory({
    databaseUrl,
    count: sampleSize,
    seed: 1,
    onNote: () => undefined,
    onProgress: () => undefined,
    isStopping: () => false,
  });
}

/** Adds what the demonstration set has not; returns false if the database holds organisations. */
async function begin(databaseUrl: string): Promise<boolean> {
  const session = await DatabaseSession.open(databaseUrl);
  const repository = new SampleRepository();
  try {
    if (await repository.hasOrganisations(session)) return false;
    await repository.addWebhook(session);
    return true;
  } finally {
    await session.close();
  }
}
