import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/answer.js';
import { admin } from '../support/identities.js';
import { Attack } from './support/attack.js';
import { authorizationFor, pathTo, wholeBody } from './support/bodies.js';
import { harmlessTwin, sqlPayloads } from './support/hostile.js';
import { HttpClient, type PlainRequest } from './support/http-client.js';
import { allOperations, type Operation } from './support/operations.js';
import { faultsOf } from './support/verdict.js';
import { makeWorld, type World } from './support/world.js';

/** A place for a text in a request, and a function that returns the request with a text there. */
interface Place {
  readonly name: string;
  readonly request: (text: string) => PlainRequest;
}

const tables = [
  'directory.organisation',
  'directory.organisation_flag',
  'directory.flag',
  'directory.flag_history',
  'directory.admin_user',
  'directory.organisation_history',
  'notify.organisation',
  'notify.organisation_domain',
  'notify.organisation_invite',
  'notify.organisation_member',
  'notify.organisation_permission',
  'notify.organisation_email_branding',
  'notify.organisation_letter_branding',
  'notify.service',
  'notify.service_history',
  'notify.service_member',
  'notify.user_account',
  'notify.email_branding',
  'notify.letter_branding',
  'notify.annual_billing',
  'notify.usage_fact',
  'notify.audit',
] as const;

/** Operations that search for a text, and the place of the results in their responses. */
const searches: readonly (readonly [path: string, listOf: (body: unknown) => readonly unknown[]])[] = [
  ['/organisations?filterBy=', (body) => (body as { content: unknown[] }).content],
  ['/references/flags?name=', (body) => (body as { content: unknown[] }).content],
  ['/organisation/search?name=', (body) => (body as { data: unknown[] }).data],
];

describe('SQL in every part of every request', () => {
  let service: TestApp;
  let world: World;
  /** Ids of rows that must not change. */
  let canaries: readonly string[];
  let client: HttpClient;
  let directoryToken: string;
  const attack = new Attack('SQL injection');
  beforeAll(async () => {
    service = await startApp();
    const everything = await makeWorld(service.database, 4);
    const lists = Object.entries(everything) as [keyof World, readonly string[]][];
    // No probe names the last of each list.
    world = Object.fromEntries(lists.map(([name, ids]) => [name, ids.slice(0, -1)])) as unknown as World;
    canaries = lists.map(([, ids]) => ids.at(-1) ?? '');
    client = new HttpClient(service.origin, 8);
    directoryToken = await service.issuer.token(admin);
  });
  afterAll(async () => {
    client.close();
    await service.close();
  });

  let serial = 0;
  const bodyOf = (operation: Operation): Record<string, unknown> => {
    serial += 1;
    return wholeBody(world, operation, 1, serial);
  };
  const baseOf = (operation: Operation): PlainRequest => {
    return {
      method: operation.method,
      target: pathTo(world, operation),
      headers: {
        authorization: authorizationFor(operation, directoryToken),
        ...(operation.body === null ? {} : { 'content-type': 'application/json' }),
      },
      body: operation.body === null ? undefined : JSON.stringify(bodyOf(operation)),
    };
  };

  function placesOf(operation: Operation): Place[] {
    const { parameters, template, body } = operation;
    /** Returns a place in the target of a valid request. */
    const inTarget = (name: string, targetWith: (target: string, value: string) => string): Place => ({
      name,
      request: (text) => {
        const base = baseOf(operation);
        return { ...base, target: targetWith(base.target, encodeURIComponent(text)) };
      },
    });
    const namesIn = (where: string): string[] =>
      parameters.filter((parameter) => parameter.in === where).map(({ name }) => name);
    const inPath = namesIn('path').map((name) => {
      const at = template.split('/').indexOf(`{${name}}`);
      return inTarget(`path ${name}`, (target, value) => target.split('/').with(at, value).join('/'));
    });
    const inQuery = namesIn('query').map((name) =>
      inTarget(`query ${name}`, (target, value) => `${target}?${name}=${value}`),
    );
    const aName = inTarget('the name of a parameter', (target, value) => `${target}?${value}=1`);
    const names = [
      ...new Set([
        ...namesIn('header'),
        'Authorization',
        'Accept',
        'User-Agent',
        'Forwarded',
        'X-Forwarded-For',
        'Client-Cert',
        'X-B3-TraceId',
      ]),
    ];
    const inHeaders = names.map((name) => ({
      name: `header ${name}`,
      request: (text: string): PlainRequest => {
        const base = baseOf(operation);
        const { authorization, ...rest } = base.headers ?? {};
        const own =
          name === 'Authorization'
            ? { authorization: `Bearer ${text}` }
            : { authorization: authorization ?? '', [name]: text };
        return { ...base, headers: { ...rest, ...own } };
      },
    }));
    const inBody = Object.keys(body?.properties ?? {}).flatMap((name) => [
      { name: `field ${name}`, request: (text: string): PlainRequest => withField(operation, name, text) },
      {
        name: `field ${name} in a list`,
        request: (text: string): PlainRequest => withField(operation, name, [text]),
      },
    ]);
    return [...inPath, ...inQuery, aName, ...inHeaders, ...inBody];
  }

  function withField(operation: Operation, name: string, value: unknown): PlainRequest {
    return { ...baseOf(operation), body: JSON.stringify({ ...bodyOf(operation), [name]: value }) };
  }

  /** Returns the number of items in a response. */
  const sizeOf = ({ body }: Answer): number => {
    if (Array.isArray(body)) return body.length;
    const lists = Object.values(body ?? {}).filter((value) => Array.isArray(value));
    return lists.reduce((total, list) => total + list.length, 0);
  };

  /** Checks that a text with SQL gets the response of a text of the same shape, or is rejected. */
  async function probe(operation: Operation, place: Place, payload: string): Promise<void> {
    const sendTwin = (): Promise<Answer> => client.send(place.request(harmlessTwin(payload)));
    const twin = await sendTwin();
    const request = place.request(payload);
    const answer = await client.send(request);
    const faults = faultsOf(request.method, request.target, answer);
    // Another probe may have changed the row that the twin addresses, so send the twin again.
    if (answer.status < 400 && twin.status >= 400 && (await sendTwin()).status >= 400)
      faults.push(
        `${answer.status}, but ${twin.status} to a text without meaning: ${twin.text.slice(0, 100)}`,
      );
    if (request.method === 'GET' && answer.status === 200 && twin.status === 200) {
      // Lists such as the log grow with other probes, so the size must be between those of two twins.
      const sizes = [sizeOf(twin), sizeOf(sizeOf(answer) === sizeOf(twin) ? twin : await sendTwin())];
      if (sizeOf(answer) < Math.min(...sizes) || sizeOf(answer) > Math.max(...sizes))
        faults.push(`lists ${sizeOf(answer)}, but ${sizes.join(' and ')} for a text without meaning`);
    }
    attack.note(`${operation.name}, ${place.name}: ${payload}`, answer, faults);
  }

  const rowsOf = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const rows = new Map<string, readonly string[]>();
    for (const table of tables) {
      const found = await service.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      rows.set(
        table,
        found.map(({ row }) => row),
      );
    }
    return rows;
  };
  /** Returns the schema of the database without rows. */
  const catalogue = (): Promise<unknown[]> =>
    service.database.query(`
      SELECT 'column' AS kind, attrelid::regclass::text AS name, attname::text AS detail, format_type(atttypid, atttypmod) AS form
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace IN ('directory'::regnamespace, 'notify'::regnamespace, 'public'::regnamespace) AND attnum > 0
      UNION ALL SELECT 'function', proname, md5(prosrc), '' FROM pg_proc
        WHERE pronamespace IN ('directory'::regnamespace, 'notify'::regnamespace, 'public'::regnamespace)
      UNION ALL SELECT 'trigger', tgname, tgrelid::regclass::text, tgenabled::text FROM pg_trigger
      UNION ALL SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
      UNION ALL SELECT 'role', rolname, rolsuper::text, rolcanlogin::text FROM pg_roles
      UNION ALL SELECT 'setting', name, setting, '' FROM pg_settings WHERE source = 'database'
      ORDER BY 1, 2, 3, 4`);

  it('is treated as text: it gets the response of other texts and changes no unrelated data', async () => {
    const [rowsBefore, catalogueBefore] = [await rowsOf(), await catalogue()];
    // Archived records reject changes, so archiving comes last.
    const isArchive = ({ template }: Operation): boolean => template.endsWith('/archive');
    const ordered = [...allOperations].sort(
      (one, other) => Number(isArchive(one)) - Number(isArchive(other)),
    );
    for (const operation of ordered) {
      const places = placesOf(operation);
      // Each place gets two payloads, and each payload is sent to every kind of place.
      const probes = places.flatMap((place, index) =>
        [0, 1].map(
          (step) => [place, sqlPayloads[(serial + index * 2 + step) % sqlPayloads.length] ?? ''] as const,
        ),
      );
      for (let start = 0; start < probes.length; start += 8)
        await Promise.all(
          probes.slice(start, start + 8).map(([place, payload]) => probe(operation, place, payload)),
        );
    }
    attack.expectNoFailure();

    expect(await catalogue()).toEqual(catalogueBefore);
    const rowsAfter = await rowsOf();
    const watched = [...rowsBefore].flatMap(([table, rows]) =>
      rows.filter((row) => canaries.some((id) => row.includes(id))).map((row) => [table, row] as const),
    );
    expect(watched.length).toBeGreaterThan(10);
    const lost = watched.filter(([table, row]) => rowsAfter.get(table)?.includes(row) !== true);
    expect(lost).toEqual([]);
  }, 300_000);

  it('matches only records that contain it as text when searched for', async () => {
    for (const payload of sqlPayloads)
      for (const [path, listOf] of searches) {
        const caller = path.startsWith('/organisation/') ? service.notify : service.as(admin);
        const answer = await caller.get(`${path}${encodeURIComponent(payload)}`);
        const found = answer.status === 200 ? listOf(answer.body) : [];
        // Earlier probes have stored some of the payloads as names.
        const asText = JSON.stringify(payload).slice(1, -1).toLowerCase();
        const others = found
          .map((item) => JSON.stringify(item))
          .filter((item) => !item.toLowerCase().includes(asText));
        attack.note(
          `${path}${payload}`,
          answer,
          others.map((item) => `finds ${item}`),
        );
      }
    attack.expectNoFailure();
  });
});
