import fc, { type Arbitrary } from 'fast-check';
import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';
import { fieldRules } from '../../support/organisation-field-rules.js';
import { propertyRuns } from '../../support/property-runs.js';
import { CliWorkspace } from './cli-workspace.js';

const { seed, numRuns } = propertyRuns();
const workspace = new CliWorkspace();
let service: TestApp;

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(300_000);

beforeAll(async () => {
  service = await startApp();
});
afterAll(async () => {
  await service.close();
  await workspace.close();
});

/** Characters that JSON, SQL, COPY, trim, a map of names or a reader of lines could treat in a way of its own. */
const odd = fc.constantFrom(
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u00a0',
    '\ufeff',
    '\u2028',
    '\u0085',
    '\u0001',
    '\u007f',
    '"',
    "'",
    '\\',
    '\\n',
  ],
  ...['\\.', '{', '}', ',', '[', ':', '%', '_', 'é', 'e\u0301', 'ß', '😀', '\u200d', '\uffff', 'NULL', '0'],
);
const word = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', '10', '2', '-1', 'true', 'null', 'AdminUsers'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: odd, maxLength: 40 }),
);
const outer = fc.oneof(fc.constant(''), fc.constantFrom(' ', '\n', '\u3000', '\ufeff', ' \t'));

/** Generates a text that has `min` to `max` code points without its outer white space, and sometimes some of that. */
function textOf(min: number, max: number): Arbitrary<string> {
  const inner = word.map((text) => {
    const allowed = Array.from(text.replaceAll(/[<>\0]/g, '').trim())
      .slice(0, max)
      .join('')
      .trim();
    return allowed.padEnd(allowed.length + Math.max(0, min - Array.from(allowed).length), 'x');
  });
  return fc.tuple(outer, inner, outer).map((parts) => parts.join(''));
}

const organisationId = textOf(1, 40)
  .map((text) => text.trim())
  .filter((id) => id !== '.' && id !== '..');
const logoUri = fc.constantFrom(
  null,
  '',
  ' https://bank.example/😀/"logo".png\n',
  'data:image/svg+xml;base64,AAAA',
);
const body = fc.record({
  ...Object.fromEntries(
    fieldRules.map(({ field, least, most, isRequired }) => [
      field,
      isRequired ? textOf(least, most) : fc.oneof(textOf(0, most), fc.constant(null)),
    ]),
  ),
  LogoUri: logoUri,
  Status: fc.constantFrom('Active', 'Active', 'Pending', 'Withdrawn'),
  RequiresParticipantTermsAndConditionsSigning: fc.boolean(),
});
const flagBody = fc.record({
  Name: textOf(1, 255),
  Value: textOf(1, 255),
  Description: fc.oneof(textOf(0, 255), fc.constant(null)),
  Type: fc.constant('Organisation'),
  Status: fc.constant('Active'),
  AccessLevel: fc.constantFrom(0, 0, 1, 2_147_483_647),
});
const adminUser = fc.constantFrom(
  'Anna@Bank.example',
  '"a \u00a0b"@bank.example',
  'İé@bank.example',
  'a@[1.2.3.4]',
);
const organisation = fc.record({
  OrganisationId: organisationId,
  created: body,
  replaced: fc.option(body, { freq: 3 }),
  patched: fc.option(fc.record({ City: textOf(2, 255), Size: fc.option(textOf(1, 255)) }), { freq: 3 }),
  flags: fc.array(fc.nat(19), { maxLength: 8 }),
  adminUsers: fc.uniqueArray(adminUser, { maxLength: 2 }),
});

async function accepted(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, text, body: answered } = await answer;
  expect([status, status < 300 ? '' : text]).toEqual([status < 300 ? status : 200, '']);
  return answered as Record<string, unknown>;
}

/** Creates random flags and organisations through the API alone. */
async function fillDirectory(): Promise<void> {
  const client = service.as(admin);
  const flagIds: string[] = [];
  const flagBodies = [
    { ...anyFlag, Name: '__proto__', Value: '__proto__' },
    { ...anyFlag, Name: '10', Value: 'x' },
    { ...anyFlag, Name: '2', Value: 'x' },
    ...fc.sample(flagBody, { seed, numRuns: 20 }),
  ];
  for (const given of flagBodies) {
    const answer = await client.post('/references/flags', given);
    if (answer.status !== 409) flagIds.push(String((await accepted(Promise.resolve(answer))).Id));
  }
  const seen = new Set<string>();
  for (const one of fc.sample(organisation, { seed, numRuns })) {
    if (seen.has(one.OrganisationId)) continue;
    seen.add(one.OrganisationId);
    const path = `/organisations/${encodeURIComponent(one.OrganisationId)}`;
    const Flags = [...new Set(one.flags.map((index) => flagIds[index % flagIds.length]))];
    await accepted(
      client.post('/organisations', { ...one.created, OrganisationId: one.OrganisationId, Flags }),
    );
    if (one.replaced !== null) await accepted(client.put(path, { ...one.replaced, Flags }));
    if (one.patched !== null) await accepted(client.send('PATCH', path, { body: one.patched }));
    for (const UserEmail of one.adminUsers) await accepted(client.post(`${path}/adminusers`, { UserEmail }));
  }
  const Flags = flagIds;
  await accepted(client.post('/organisations', anOrganisationBody({ OrganisationId: 'all flags', Flags })));
}

const anyFlag = { Description: null, Type: 'Organisation', Status: 'Active', AccessLevel: 0 };

it('brings an organisation with 1,000 flags of the longest texts round', async () => {
  const [one, other] = [await startApp(), await workspace.database()];
  const text = `x${'\u0001'.repeat(250)}`;
  await one.database.query(
    `INSERT INTO directory.flag (flag_id, name, description, type, value)
     SELECT 'f' || n, $1 || n, $1, 'Organisation', $1 FROM generate_series(1, 1000) n`,
    [text],
  );
  const Flags = Array.from({ length: 1_000 }, (_, index) => `f${index + 1}`);
  await accepted(one.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'o', Flags })));
  await workspace.run(one.database, 'export', '--all', 'large.ndjson');
  expect(workspace.read('large.ndjson').length).toBeGreaterThan(4_194_304);
  const imported = await workspace.run(other, 'import', 'large.ndjson');
  expect(imported).toMatchObject({ exitCode: 0 });
  await workspace.run(other, 'export', '--all', 'large-again.ndjson');
  expect(workspace.read('large-again.ndjson') === workspace.read('large.ndjson')).toBe(true);
  await one.close();
});

it(`brings all that the API accepts round through export and import, byte for byte (seed ${seed})`, async () => {
  await fillDirectory();
  const { database } = service;
  const [open, full] = [await workspace.database(), await workspace.database()];
  await workspace.run(database, 'export', 'open.json');
  await workspace.run(database, 'export', '--all', 'full.ndjson');
  const served = await service.as(null).get('/organisations/export/open-data');
  expect(served.text).toBe(workspace.read('open.json'));

  for (const [target, file] of [
    [open, 'open.json'],
    [full, 'full.ndjson'],
  ] as const) {
    const imported = await workspace.run(target, 'import', file);
    expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
    expect(imported.stdout).not.toMatch(/trimmed|no value|rejected [^0]/);
  }
  await workspace.run(open, 'export', 'open-again.json');
  await workspace.run(full, 'export', 'open-from-full.json');
  await workspace.run(full, 'export', '--all', 'full-again.ndjson');
  const lines = (name: string): string[] => workspace.read(name).split('\n');
  expect(lines('open-again.json')).toEqual(lines('open.json'));
  expect(lines('open-from-full.json')).toEqual(lines('open.json'));
  expect(lines('full-again.ndjson')).toEqual(lines('full.ndjson'));
  expect(lines('open.json').length).toBeGreaterThan(lines('full.ndjson').length / 3);

  const again = await workspace.run(database, 'import', 'full.ndjson');
  expect(again.stdout).toMatch(/ 0 {2}created$[^]* 0 {2}updated$/m);
});
