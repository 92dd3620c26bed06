import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { prepare, Stage } from './support/stage.js';

interface Entry {
  readonly Position: number;
  readonly OrganisationId: string;
  readonly Revision: number;
  readonly InteractionId: string;
  readonly Hash: string;
}

interface ChangesPage {
  readonly changes: readonly Entry[];
  readonly next: string;
  readonly hasMore: boolean;
}

const changes = 1_000;
const kills = 3;

describe('the log of changes of a service that is killed in the middle of 1,000 changes', () => {
  let stage: Stage;
  let database: TestDatabase;
  beforeAll(async () => {
    stage = await Stage.set();
    database = await createTestDatabase();
    await prepare(database);
  });
  afterAll(async () => {
    await stage.clear();
    await database.drop();
  });

  it('has each acknowledged change once, in the order of its organisation, under one unbroken chain', async () => {
    const settings = { DATABASE_URL: database.serviceUrl, MAIL_WORKER: 'false' };
    let service: ServiceProcess = await stage.startService(settings);
    const PORT = new URL(service.origin).port;
    const read = async (after: string): Promise<ChangesPage> => {
      const response = await stage.get(service, `/organisations/changes?limit=1000&after=${after}`);
      if (response.status !== 200) throw new Error(await response.text());
      return (await response.json()) as ChangesPage;
    };
    const load = stage.startLoad(service);
    // A reader that goes on from its place finds all entries, however often the service is killed between two pages.
    const entries: Entry[] = [];
    let place = '0';
    const readOn = async (): Promise<void> => {
      for (let page = await read(place); ; page = await read(place)) {
        entries.push(...page.changes);
        place = page.next;
        if (!page.hasMore) return;
      }
    };
    for (let kill = 0; kill < kills; kill += 1) {
      await load.untilMore(changes / (kills + 1));
      await readOn();
      await service.stop('SIGKILL');
      service = await stage.startService({ ...settings, PORT });
    }
    await load.untilMore(changes / (kills + 1));
    await load.stop();
    await until('a position for each entry', async () => {
      await readOn();
      const [found] = await database.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM directory.organisation_history',
      );
      return found?.count === entries.length ? true : null;
    });
    expect(entries.map(({ Position }) => Position)).toEqual(entries.map((_, index) => index + 1));
    const made = new Set(entries.map(({ InteractionId }) => InteractionId));
    expect(load.acknowledged.filter(({ marker }) => !made.has(marker))).toEqual([]);
    const revisions = new Map<string, number>();
    const misplaced = entries.filter(({ OrganisationId, Revision }) => {
      const before = revisions.get(OrganisationId);
      revisions.set(OrganisationId, Revision);
      return before !== undefined && Revision !== before + 1;
    });
    expect(misplaced).toEqual([]);
    expect(hashesOf(entries, place.split('.')[0] ?? '')).toEqual(entries.map(({ Hash }) => Hash));
  });
});

function hashesOf(entries: readonly Entry[], log: string): string[] {
  let previous = '0'.repeat(64);
  return entries.map((entry) => {
    const content = { ...entry, Position: undefined, Hash: undefined };
    const text =
      canonicalize({ Log: log, Position: entry.Position, Previous: previous, Entry: content }) ?? '';
    previous = createHash('sha256').update(text).digest('hex');
    return previous;
  });
}
