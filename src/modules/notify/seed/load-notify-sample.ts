import type { Queryable } from '../../../database/database.js';
import { DatabaseSession } from '../../../database/database-session.js';
import { AllowancesRepository } from '../allowances/allowances.repository.js';
import { financialYearOf, londonDayOf } from '../allowances/financial-year.js';
import { NotifySampleRepository } from './notify-sample.repository.js';
import { sampleGoLiveRequest, sampleInvite, sampleOrganisations, sampleServices } from './sample-rows.js';

/** The financial year of the published examples. */
const exampleYear = 2024;

/**
 * Loads three organisations with services, members, brandings and usage, in one transaction. The usage is of the year of
 * the published examples and the present year. Does nothing if there are organisations or services besides the seeded
 * ones.
 */
export async function loadNotifySample(databaseUrl: string, now: Date): Promise<void> {
  const session = await DatabaseSession.open(databaseUrl);
  try {
    await session.transaction(async (transaction) => {
      const sample = new NotifySampleRepository(transaction);
      if (!(await sample.isInUse())) await load(transaction, sample, now);
    });
  } finally {
    await session.close();
  }
}

async function load(transaction: Queryable, sample: NotifySampleRepository, now: Date): Promise<void> {
  await sample.addUsersAndBrandings();
  for (const organisation of sampleOrganisations) await sample.addOrganisation(organisation);
  await sample.signAgreement('1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d', 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d');
  const thisYear = financialYearOf(now);
  for (const service of sampleServices) {
    await sample.addService(service);
    await sample.addUsage(service, `${exampleYear}-04-01`, `${exampleYear + 1}-03-31`);
    if (thisYear > exampleYear) await sample.addUsage(service, `${thisYear}-04-01`, londonDayOf(now));
  }
  await sample.addInvite(sampleInvite);
  await sample.requestGoLive(sampleGoLiveRequest.serviceId, sampleGoLiveRequest.userId);
  const ids = sampleServices.map((service) => service.id);
  for (const year of new Set([exampleYear, thisYear]))
    await new AllowancesRepository().resetToDefaults(transaction, ids, year);
}
