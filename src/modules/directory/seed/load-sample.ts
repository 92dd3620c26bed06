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
  if (await hasOrganisations(databaseUrl)) return;
  await seedDirectory({
    databaseUrl,
    count: sampleSize,
    seed: 1,
    onNote: () => undefined,
    onProgress: () => undefined,
    isStopping: () => false,
  });
}

async function hasOrganisations(databaseUrl: string): Promise<boolean> {
  const session = await DatabaseSession.open(databaseUrl);
  try {
    return await new SampleRepository().hasOrganisations(session);
  } finally {
    await session.close();
  }
}
