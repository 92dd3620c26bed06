import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clientCredentials } from '../../../clients/typescript/src/index.js';
import { openEmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { runCli } from '../cli/run-cli.js';
import { sendText } from '../../support/raw-http.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';

interface Page {
  content: { OrganisationId: string; OrganisationName: string }[];
  totalSize: number;
}

const root = join(__dirname, '..', '..', '..');
const survivor = {
  OrganisationId: 'survivor',
  OrganisationName: 'Survivor',
  LegalEntityName: 'Survivor',
  CompanyRegister: 'X',
  RegistrationNumber: '1',
  CountryOfRegistration: 'GB',
  City: 'London',
  Country: 'GB',
  AddressLine1: '1 Street',
  Postcode: 'N1 1AA',
};

/** Shared by all tests: the first one starts on an empty machine. */
let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-service-'));
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the service on an empty machine', () => {
  const running: ServiceProcess[] = [];
  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
    const service = ServiceProcess.start({ DATA_DIR: dataDir, PORT: await freePort(), ...environment });
    running.push(service);
    return service;
  };
  /** The last lines of the greeting: one gets a token, the other a page. */
  const commandsOf = async (service: ServiceProcess): Promise<string> =>
    (await service.untilPrinted(/^TOKEN=.*\ncurl .*$/m))[0];
  /** Pastes commands into a shell without the settings of the service. */
  const paste = (commands: string): string => {
    const { PATH = '', HOME = '' } = process.env;
    return spawnSync('bash', ['-c', commands], { cwd: root, env: { PATH, HOME }, encoding: 'utf8' }).stdout;
  };
  const pageOf = async (service: ServiceProcess): Promise<Page> =>
    JSON.parse(paste(await commandsOf(service))) as Page;
  const tokenOf = async (service: ServiceProcess): Promise<string> => {
    const [line = ''] = (await commandsOf(service)).split('\n');
    return paste(`${line}; printf %s "$TOKEN"`);
  };
  const adminTokenOf = async ({ origin }: ServiceProcess): Promise<string> => {
    const client = { clientId: 'dev-admin', clientSecret: 'dev-admin-secret' };
    return (await clientCredentials({ issuer: `${origin}/dev/oidc`, ...client }).get()).value;
  };

  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop('SIGTERM')));
  });

  it('starts, loads the sample and prints two commands that, pasted, return a page of organisations', async () => {
    const service = await start();
    await service.untilReady();
    const page = await pageOf(service);
    expect(page.totalSize).toBe(40);
    expect(page.content).toHaveLength(1);
    expect(service.printed).toContain(`${service.origin}/docs`);
  });

  it('keeps its data after a restart, and does not load the sample again', async () => {
    const service = await start();
    await service.untilReady();
    expect((await pageOf(service)).totalSize).toBe(40);
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(service.printed).toMatch(
      /\nStopping: requests in flight have 20 seconds to finish\.\n(.*\n)*Stopped\.\n$/,
    );
  });

  it('keeps every acknowledged change after kill -9 and a restart', async () => {
    const first = await start();
    await first.untilReady();
    const token = await tokenOf(first);
    const created = await fetch(`${first.origin}/organisations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await adminTokenOf(first)}`, 'content-type': 'application/json' },
      body: JSON.stringify(survivor),
    });
    expect([created.status, await created.text()]).toEqual([201, expect.stringContaining('survivor')]);
    await first.stop('SIGKILL');

    const second = await start({ PORT: new URL(first.origin).port });
    await second.untilReady();
    const read = await fetch(`${second.origin}/organisations/survivor`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([read.status, await read.json()]).toEqual([
      200,
      expect.objectContaining({ OrganisationName: 'Survivor' }),
    ]);
  });

  it('reports that its port is in use and exits with 1', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const service = await start({ PORT: String(port) });
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(
      `Port ${port} on 127.0.0.1 is taken by another process; set PORT to a free one.\n`,
    );
    other.close();
  });

  it('completes requests in flight when stopped, and exits with 0', async () => {
    const service = await start();
    await service.untilReady();
    const token = await adminTokenOf(service);
    const bodies = Array.from({ length: 20 }, (_, index) =>
      JSON.stringify({ ...survivor, OrganisationId: `in-flight-${index}`, RegistrationNumber: `${index}` }),
    );
    const requests = bodies.map((body) =>
      request(`${service.origin}/organisations`, {
        method: 'POST',
        agent: false,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          expect: '100-continue',
        },
      }),
    );
    // The service waits for the body of each.
    await Promise.all(requests.map((each) => once(each, 'continue')));
    const ended = service.stop('SIGTERM');
    const statuses = requests.map(async (each, index) => {
      each.end(bodies[index]);
      const [answer] = (await once(each, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    });
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([201]));
    expect(await ended).toBe(0);
  });
});

describe('a running service', () => {
  let service: ServiceProcess;
  beforeAll(async () => {
    service = ServiceProcess.start({
      DATA_DIR: dataDir,
      PORT: await freePort(),
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
    });
    await service.untilReady();
  });
  afterAll(() => service.stop('SIGTERM'));

  const linesOf = async (path: string): Promise<Record<string, unknown>[]> => {
    await service.untilPrinted(new RegExp(`"path":"${path}"`));
    const lines = service.printed.split('\n').filter((line) => line.startsWith('{'));
    return lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line.path === path);
  };

  it('logs one line for each request, with the interaction id of the response', async () => {
    const headers = { 'x-fapi-interaction-id': 'Trace-Me-1' };
    await (await fetch(`${service.origin}/organisations/traced?secret=1`, { headers })).text();
    expect(await linesOf('/organisations/traced')).toEqual([
      expect.objectContaining({
        interactionId: 'Trace-Me-1',
        method: 'GET',
        statusCode: 401,
        problem: 'unauthenticated',
        msg: 'request',
      }),
    ]);
    expect(service.printed).not.toContain('secret=1');
  });

  it.each([
    ['GET', 400],
    ['PATCH', 400],
  ])('logs one line for %s of a path with invalid percent-encoding', async (method, statusCode) => {
    const id = `Undecodable-${method}`;
    const headers = { 'x-fapi-interaction-id': id };
    await (await fetch(`${service.origin}/organisations/%ff`, { method, headers })).text();
    await service.untilPrinted(new RegExp(id));
    const lines = (await linesOf('/organisations/%ff')).filter((line) => line.interactionId === id);
    expect(lines).toEqual([expect.objectContaining({ method, statusCode, msg: 'request' })]);
    const figures = await (await fetch(`${service.origin}/metrics`)).text();
    expect(figures).toMatch(
      new RegExp(
        `^http_request_duration_seconds_count\\{method="${method}",route="unknown",status_code="${statusCode}"\\} 1$`,
        'm',
      ),
    );
  });

  it('logs one line for bytes that are not HTTP, with the id of the response and without the bytes', async () => {
    const answer = await sendText(service.origin, 'unreadable\r\n\r\n');
    const id = answer.headers.get('x-fapi-interaction-id') ?? '';
    await service.untilPrinted(new RegExp(`"interactionId":"${id}"`));
    const line = service.printed.split('\n').find((each) => each.includes(id)) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      interactionId: id,
      statusCode: 400,
      problem: 'invalid',
      msg: 'request',
    });
    expect(service.printed).not.toContain('unreadable');
  });

  it('logs no interaction id that breaks the pattern, and no token', async () => {
    const headers = { 'x-fapi-interaction-id': '{"level":60}', authorization: 'Bearer not.a.token' };
    const answer = await fetch(`${service.origin}/organisations/untraced`, { headers });
    await answer.text();
    expect(await linesOf('/organisations/untraced')).toMatchObject([
      { interactionId: answer.headers.get('x-fapi-interaction-id') },
    ]);
    expect(service.printed).not.toContain('{\\"level\\":60}');
    expect(service.printed).not.toContain('not.a.token');
  });

  it('serves requests while a command imports into the same embedded database, then serves the imported data', async () => {
    const file = join(dataDir, 'one.ndjson');
    writeFileSync(file, `${JSON.stringify({ ...survivor, OrganisationId: 'imported' })}\n`);
    const result = await runCli(['import', file], { DATA_DIR: dataDir }, dataDir);
    expect([result.exitCode, result.stderr]).toEqual([0, '']);
    const answer = await fetch(`${service.origin}/organisations/export/open-data`);
    expect(await answer.text()).toContain('"OrganisationId":"imported"');
  });

  it('has a database role that can not rewrite the history or change the schema, and owns nothing', async () => {
    const server = await openEmbeddedServer(dataDir, () => undefined);
    const client = new pg.Client({ connectionString: server.serviceUrl });
    await client.connect();
    const refusals: unknown[] = [];
    for (const statement of [
      `UPDATE directory.organisation_history SET client_id = 'x'`,
      'DELETE FROM directory.organisation_history',
      'TRUNCATE directory.organisation_history',
      'DROP TABLE directory.organisation_history',
      'ALTER TABLE directory.organisation_history DISABLE TRIGGER ALL',
      'ALTER TABLE directory.organisation ADD more text',
      'CREATE TABLE directory.more ()',
      'SET ROLE postgres',
    ]) {
      refusals.push(
        await client.query(statement).then(
          () => 'done',
          (error: unknown) => (error as pg.DatabaseError).code,
        ),
      );
    }
    await client.end();
    await server.close();
    // 42501: insufficient privilege
    expect(refusals).toEqual(Array.from({ length: 8 }, () => '42501'));
  });
});

describe('the settings of the service', () => {
  it.each([
    [{ PORT: 'http' }, 'PORT is "http"; allowed: a whole number from 1 to 65535.'],
    [
      { NODE_ENV: 'production' },
      'AUTH_ISSUER is not set: with NODE_ENV=production the development authorisation server is refused; name the issuer whose tokens are trusted.\n' +
        'NOTIFY_ADMIN_SECRETS is not set: with NODE_ENV=production the development secret is refused; allowed: secrets of at least 32 characters, separated by commas.\n' +
        'WEBHOOK_SECRET_KEYS is not set: with NODE_ENV=production no key is made in DATA_DIR; allowed: keys of at least 32 characters, separated by commas.\n' +
        'DATABASE_URL is not set: with NODE_ENV=production the embedded database is refused unless ALLOW_EMBEDDED_DATABASE=true.\n' +
        'SIGNING_KEY_FILE is not set: with NODE_ENV=production the service signs with no key of its own making; allowed: a file with an EC P-256 private key.',
    ],
  ])('%j exit with 1 and one sentence for each fault', async (environment, sentence) => {
    const service = ServiceProcess.start(environment);
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(`${sentence}\n`);
  });

  it('come from .env in the working directory as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-settings-'));
    writeFileSync(join(folder, '.env'), 'PORT=http\nLOG_LEVEL=loud\n');
    const service = ServiceProcess.start({ LOG_LEVEL: 'warn' }, folder);
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe('PORT is "http"; allowed: a whole number from 1 to 65535.\n');
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('npm run dev', () => {
  it('starts the service again when a file of src changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-dev-'));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: { dev: string };
    };
    const command = scripts.dev.replace('./src', folder).replace(/^node /, '');
    const service = ServiceProcess.startCommand(command.split(' '), {
      DATA_DIR: dataDir,
      PORT: await freePort(),
    });
    await service.untilPrinted(/^curl /m);
    writeFileSync(join(folder, 'changed.ts'), '');
    await service.untilPrinted(/Stopped\.\n[^]*^curl /m);
    await service.stop('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  });
});
