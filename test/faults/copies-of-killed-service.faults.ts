import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientCredentials, DirectoryClient } from '../../clients/typescript/src/index.js';
import { anOrganisationBody } from '../support/builders/organisation.js';
import { root } from '../support/documents.js';
import { copiedBytes, listedBytes, newestPlace, placeOfCopy } from '../support/mirrored-directory.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { Program } from '../support/program.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { refuseChanges, startReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

const organisations = 100;
const changes = 1_000;
const writers = 8;
const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;
const limitMs = 600_000;

describe('a service that is killed in the middle of 1,000 changes', () => {
  let folder: string;
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  let service: ServiceProcess;
  let operator: DirectoryClient;
  let token: string;
  const programs: Program[] = [];
  const start = async (port: string): Promise<void> => {
    service = ServiceProcess.start({
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: database.url,
      PORT: port,
      RATE_LIMIT_PER_MINUTE: '100000000',
    });
    await service.untilReady();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-copies-'));
    database = await createTestDatabase();
    receiver = await startReceiver();
    await start(await freePort());
    const tokens = clientCredentials({
      issuer: `${service.origin}/dev/oidc`,
      clientId: 'dev-admin',
      clientSecret: 'dev-admin-secret',
    });
    operator = new DirectoryClient({ url: service.origin, tokens });
    token = (await tokens.get()).value;
  });
  afterEach(async () => {
    for (const program of programs) await program.kill();
    await service.stop('SIGTERM');
    await receiver.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const startCopy = (
    name: string,
    command: string,
    ...args: string[]
  ): { copy: string; program: Program } => {
    const copy = join(folder, name);
    const program = new Program(command, [...args, copy], { DIRECTORY_URL: service.origin });
    programs.push(program);
    return { copy, program };
  };
  const importOrganisations = async (ids: readonly string[]): Promise<void> => {
    const file = join(folder, 'organisations.ndjson');
    writeFileSync(
      file,
      ids.map((id) => `${JSON.stringify(anOrganisationBody({ OrganisationId: id }))}\n`).join(''),
    );
    const run = ServiceProcess.startCommand(['dist/cli.js', 'import', file], { DATABASE_URL: database.url });
    expect([await run.ended(), run.printed]).toEqual([0, expect.anything()]);
  };
  /** Changes an organisation, and again until the service is back and has the change. */
  const amend = async (id: string, AddressLine2: string): Promise<void> => {
    await until(`${id} amended`, async () => {
      try {
        await operator.organisations.patch(id, { AddressLine2 });
        return true;
      } catch {
        return null;
      }
    });
  };

  it(
    'leaves both mirrors equal to the byte without a second snapshot, and no gap for a receiver',
    async () => {
      const copies = [
        startCopy('mirror-ts', process.execPath, join(root, 'clients/typescript/bin/directory-mirror.js')),
        ...(hasRequests ? [startCopy('mirror-py', 'python3', '-I', join(root, 'examples/mirror.py'))] : []),
      ];
      for (const { program } of copies) await program.untilPrinted('current at');
      const { After } = await operator.webhooks.create({ Url: receiver.url });
      const begin = Number(After.split('.')[1]);
      await receiver.waitFor('webhook.verification', 1);
      receiver.behave(refuseChanges(500));
      const ids = Array.from({ length: organisations }, (_, index) => `bank-${index}`);
      await importOrganisations(ids);
      await receiver.waitFor('organisation.changes', 1);
      receiver.behave(null);

      let made = 0;
      const write = async (): Promise<void> => {
        while (made < changes) {
          const serial = made++;
          await amend(ids[serial % organisations] ?? '', `floor ${serial}`);
        }
      };
      const writing = Promise.all(Array.from({ length: writers }, write));
      await until('half of the changes', () => (made >= changes / 2 ? true : null));
      const port = new URL(service.origin).port;
      await service.stop('SIGKILL');
      await start(port);
      await writing;

      const place = await newestPlace(service.origin, database, token);
      const listed = await listedBytes(service.origin, token);
      expect(listed.size).toBeGreaterThanOrEqual(organisations);
      for (const { copy, program } of copies) {
        await until(`${copy} at ${place}`, () => (placeOfCopy(copy) === place ? true : null));
        expect(copiedBytes(copy)).toEqual(listed);
        await program.untilPrinted('signature and hash are right');
        expect(program.output.match(/snapshot: /g)).toHaveLength(1);
        for (const [, entries, verified] of program.output.matchAll(/: (\d+) entries, (\d+) hashes/g))
          expect(verified).toBe(entries);
      }
      const end = Number(place.split('.')[1]);
      await until('all changes at the receiver', () => (receiver.positions().at(-1) === end ? true : null));
      // A batch whose acknowledgement the killed process did not record comes twice.
      const positions = [...new Set(receiver.positions())];
      expect(positions).toEqual(Array.from({ length: end - begin }, (_, index) => begin + 1 + index));
    },
    limitMs,
  );
});
