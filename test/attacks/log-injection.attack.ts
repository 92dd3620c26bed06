import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { anOrganisationBody } from '../support/builders/organisation.js';
import { admin } from '../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../support/issuer.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { exchange } from '../support/raw-http.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { Attack } from './support/attack.js';
import { authorizationFor, pathTo, wholeBody } from './support/bodies.js';
import { allOperations } from './support/operations.js';
import { makeWorld, type World } from './support/world.js';

/** Texts that would add a line to the log or control the terminal. */
const forgeries: readonly (readonly [name: string, text: string])[] = [
  ['a line of its own', 'x\r\n{"level":60,"msg":"forged"}'],
  ['a line of its own by LF', 'x\n{"level":60,"msg":"forged"}'],
  ['an end of the text', 'x","msg":"forged","y":"'],
  ['a colour', 'x\u001b[31mforged\u001b[0m'],
  ['a title of the window', '\u001b]0;forged\u0007'],
  ['a screen that is cleared', '\u001b[2J\u001b[Hforged'],
  ['a CSI of eight bits', '\u009b31mforged'],
  ['a backspace', 'admin\u0008\u0008\u0008forged'],
  ['a line separator', 'x\u2028{"msg":"forged"}'],
  ['a bidi override', '\u202eforged'],
  ['NUL', 'x\u0000forged'],
  ['a format', '%s%d%j%o forged'],
  ['a template', '${jndi:ldap://127.0.0.1:1/forged}'],
];

/** Header fields that a service may log. */
const fields = [
  'user-agent',
  'x-customer-user-agent',
  'referer',
  'forwarded',
  'x-forwarded-for',
  'x-notify-user-id',
  'x-b3-traceid',
  'origin',
  'accept',
  'content-type',
  'if-match',
  'cookie',
];

/** Control characters and line ends of every kind, which must not be in a log line. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/u;

const head = (
  method: string,
  target: string,
  fields: readonly (readonly [string, string])[],
  length: number,
): string =>
  [
    `${method} ${target} HTTP/1.1`,
    'Host: x',
    'Connection: close',
    ...fields.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n');

describe.each(['json', 'pretty'] as const)('the log, as %s', (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-events-'));
  let database: TestDatabase;
  let issuer: TestIssuer;
  let service: ServiceProcess;
  let world: World;
  /** Length of the output that has been checked. */
  let looked = 0;
  const attack = new Attack(`log injection, ${format}`);
  beforeAll(async () => {
    database = await createTestDatabase();
    issuer = await startIssuer();
    world = await makeWorld(database, 2);
    service = ServiceProcess.start({
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATABASE_URL: database.url,
      PORT: await freePort(),
      LOG_LEVEL: 'trace',
      LOG_FORMAT: format,
      SECURITY_EVENTS_FILE: join(folder, 'security-events.ndjson'),
    });
    await service.untilReady();
    // The greeting at startup is not a log line.
    await service.untilPrinted(/^ {2}Mails .*\n/m);
    looked = service.printed.length;
  });
  afterAll(async () => {
    await service.stop();
    await issuer.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  /** Returns lines with sent text in a forbidden place, and lines that are not log lines. */
  const faultsOfLines = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => {
      const faults = controls.test(line) ? [`a control character in ${JSON.stringify(line)}`] : [];
      if (format === 'pretty')
        return /^(forged|\{)/.test(line) ? [...faults, `a forged line: ${line}`] : faults;
      const parsed = parse(line);
      if (parsed === null) return [...faults, `no line of JSON: ${JSON.stringify(line)}`];
      return parsed.msg === 'forged' || parsed.level === 60 ? [...faults, `a forged line: ${line}`] : faults;
    });

  /** Ids of requests by the probe; each has one line in the log. */
  const sent = new Map<string, string>();
  let serial = 0;
  const idFor = (name: string): string => {
    serial += 1;
    const id = `Probe-${serial}-end`;
    sent.set(id, name);
    return id;
  };

  /** Checks every line written since the previous check. */
  async function expectOneLineEach(): Promise<void> {
    const isWritten = (): boolean => {
      const written = service.printed.slice(looked);
      return written.endsWith('\n') && [...sent.keys()].every((id) => written.includes(id));
    };
    await until('the lines of the log', () => (isWritten() ? true : null));
    const lines = service.printed.slice(looked).split('\n');
    looked = service.printed.length;
    const told = lines.flatMap((line) => [...line.matchAll(/Probe-\d+-end/g)].map(([id]) => id));
    for (const [id, name] of sent) {
      const count = told.filter((each) => each === id).length;
      attack.count(name, false, count === 1 ? [] : [`${count} lines`]);
    }
    sent.clear();
    attack.expectNoFailure();
    expect(faultsOfLines(lines.filter((line) => line !== ''))).toEqual([]);
  }

  async function send(
    name: string,
    target: string,
    fields: readonly (readonly [string, string])[],
    method = 'GET',
  ): Promise<void> {
    const request = head(method, target, [...fields, ['x-fapi-interaction-id', idFor(name)]], 0);
    await exchange(service.origin, Buffer.from(request, 'latin1'));
  }

  it.each(forgeries)(
    'has one line for a request with control characters in path, query and headers: %s',
    async (name, text) => {
      // Only the characters that are valid in a field, and those that Node's parser accepts in a target.
      const raw = text.replaceAll(/[^!-~\u00a0-\u00ff]/g, '');
      const ascii = raw.replaceAll(/[^!-~]/g, '');
      const encoded = encodeURIComponent(text);
      const authorization = ['Authorization', `Bearer ${await issuer.token(admin)}`] as const;
      const targets = [
        `/organisations/${encoded}`,
        `/organisations/${ascii}`,
        `/organisations?filterBy=${encoded}`,
      ];
      for (const target of [...targets, `/organisation/${encoded}`, `/${encoded}`, `/%ff${ascii}`])
        for (const method of ['GET', 'PATCH'])
          await send(`${name} in ${method} ${target}`, target, [authorization], method);
      for (const field of fields)
        for (const target of ['/organisations?size=1', '/organisation/search?name=x', '/nowhere'])
          await send(`${name} in ${field}`, target, [authorization, [field, raw]]);
      await expectOneLineEach();
    },
    60_000,
  );

  it.each(forgeries)('has no line from a token: %s', async (name, text) => {
    const now = Math.floor(Date.now() / 1_000);
    const forged = await new SignJWT({
      iss: text,
      aud: text,
      sub: text,
      iat: now,
      exp: now + 60,
      scope: text,
    })
      .setProtectedHeader({ alg: 'HS256', kid: text, typ: text })
      .sign(Buffer.alloc(64, 1));
    const good = await issuer.token({ ...admin, client_id: text, sub: text, azp: text });
    for (const token of [forged, good, Buffer.from(text).toString('base64url')])
      for (const target of ['/organisations?size=1', '/organisation'])
        await send(name, target, [['Authorization', `Bearer ${token}`]]);
    await expectOneLineEach();
  });

  it.each(forgeries)(
    'has no line from any field of a body of any operation: %s',
    async (name, text) => {
      const token = await issuer.token({ ...admin, client_id: text });
      for (const operation of allOperations.filter(({ body }) => body !== null)) {
        const whole = wholeBody(world, operation, 1);
        const everywhere = Object.fromEntries(Object.keys(whole).map((field) => [field, text]));
        for (const body of [JSON.stringify(everywhere), JSON.stringify({ ...whole, [text]: text }), text]) {
          const answer = await fetch(`${service.origin}${pathTo(world, operation)}`, {
            method: operation.method,
            headers: {
              authorization: authorizationFor(operation, token),
              'content-type': 'application/json',
              'x-fapi-interaction-id': idFor(`${name} to ${operation.name}`),
            },
            body,
          });
          await answer.text();
        }
      }
      await expectOneLineEach();
    },
    60_000,
  );

  it('has no line from a database error that contains a rejected value', async () => {
    // The service does not know this constraint; PostgreSQL's error contains the row and is logged.
    await database.query(
      `ALTER TABLE directory.organisation ADD CONSTRAINT surprise CHECK (organisation_id NOT LIKE '%forged%')`,
    );
    const authorization = `Bearer ${await issuer.token(admin)}`;
    for (const [name, text] of forgeries.filter(
      ([, each]) => each.includes('forged') && !each.includes('\u0000') && !each.includes('<'),
    )) {
      const answer = await fetch(`${service.origin}/organisations`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(anOrganisationBody({ OrganisationId: text.trim().slice(0, 40) })),
      });
      expect([name, answer.status]).toEqual([name, 500]);
      await answer.text();
      attack.count(name, false, []);
    }
    await service.untilPrinted(/surprise/);
    await send('the last', '/organisations?size=1', []);
    await expectOneLineEach();
  });

  it('has one line for malformed HTTP, without its content', async () => {
    const before = service.printed.length;
    const texts = [
      'forged\r\n\r\n',
      'GET /\u009bforged HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.1\r\nx: \u001bforged\r\n\r\n',
    ];
    for (const text of texts) {
      const { answers } = await exchange(service.origin, Buffer.from(text, 'latin1'));
      const id = answers[0]?.headers.get('x-fapi-interaction-id') ?? 'none';
      await service.untilPrinted(new RegExp(`${id}[^\\n]*"statusCode":400[^\\n]*\\n`));
      attack.count(JSON.stringify(text), true, []);
    }
    const lines = service.printed
      .slice(before)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.filter((line) => line.includes('forged'))).toEqual([]);
    expect(lines).toHaveLength(texts.length);
    expect(faultsOfLines(lines)).toEqual([]);
  });
});

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}
