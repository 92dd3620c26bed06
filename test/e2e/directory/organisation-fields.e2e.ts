import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import type { Answer } from '../../support/answer.js';
import type { Client } from '../../support/client.js';
import { admin } from '../../support/identities.js';
import { laboriousLogoUris, logoUriCases } from '../../support/logo-uri-cases.js';
import {
  fieldRules,
  organisationIdCases,
  otherTypes,
  type FieldRule,
  type TextCase,
  textCasesOf,
} from '../../support/organisation-field-rules.js';
import { sendRequest } from '../../support/raw-http.js';

/** A value of one field of a body, undefined for a body without the field, and the stored value or the error sentences. */
interface FieldCase {
  readonly title: string;
  readonly given: unknown;
  readonly kept: unknown;
  readonly sentences: readonly string[];
}

const kept = (title: string, given: unknown, value: unknown): FieldCase => ({
  title,
  given,
  kept: value,
  sentences: [],
});

const refused = (title: string, given: unknown, ...sentences: string[]): FieldCase => ({
  title,
  given,
  kept: undefined,
  sentences,
});

const fromText = ({ title, value, sentences }: TextCase): FieldCase => ({
  title,
  given: value,
  kept: value.trim() === '' ? null : value.trim(),
  sentences,
});

const othersThan = (type: string, sentence: string): FieldCase[] =>
  otherTypes
    .filter(([, value]) => typeof value !== type)
    .map(([title, value]) => refused(title, value, sentence));

function fieldCasesOf(rule: FieldRule): FieldCase[] {
  const { field, least, most } = rule;
  const missing = `${field} must be provided`;
  const absent = rule.isRequired
    ? [
        refused('no field', undefined, missing),
        refused('null', null, missing),
        refused('the empty text', '', `${field} must have ${least} to ${most} characters`),
      ]
    : [kept('no field', undefined, null), kept('null', null, null), kept('the empty text', '', null)];
  return [...textCasesOf(rule).map(fromText), ...absent, ...othersThan('string', `${field} must be text`)];
}

const logoCases: FieldCase[] = [
  ...[...logoUriCases, ...laboriousLogoUris].map(fromText),
  kept('no field', undefined, null),
  kept('null', null, null),
  kept('the empty text', '', null),
  ...othersThan('string', 'LogoUri must be text'),
];

const flagless: FieldCase[] = [
  kept('no field', undefined, []),
  kept('null', null, []),
  kept('an empty list', [], []),
];

const signing = 'RequiresParticipantTermsAndConditionsSigning';
const signingCases: FieldCase[] = [
  kept('true', true, true),
  kept('false', false, false),
  kept('no field', undefined, true),
  kept('null', null, true),
  refused('the word true', 'true', `${signing} must be true or false`),
  refused('the empty text', '', `${signing} must be true or false`),
  ...othersThan('boolean', `${signing} must be true or false`),
];

const statuses = 'Status must be one of Active, Pending, Withdrawn';
const statusCases = (byDefault: string): FieldCase[] => [
  kept('Active', 'Active', 'Active'),
  kept('Pending', 'Pending', 'Pending'),
  kept('Withdrawn', 'Withdrawn', 'Withdrawn'),
  kept('no field', undefined, byDefault),
  kept('null', null, byDefault),
  refused('lower case', 'active', statuses),
  refused('a blank before it', ' Active', statuses),
  refused('another word', 'Deleted', statuses),
  refused('the name of a property', 'constructor', statuses),
  refused('the empty text', '', statuses),
  refused('NUL behind it', 'Active\u0000', statuses),
  ...othersThan('string', statuses),
];

describe.each([
  { method: 'PUT', path: '/organisations/org-1', success: 200, defaultStatus: 'Pending' },
  { method: 'POST', path: '/organisations', success: 201, defaultStatus: 'Active' },
])('each field in the body of $method', ({ method, path, success, defaultStatus }) => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(admin);
    await anOrganisation(service.database);
  });
  afterAll(() => service.close());

  /** Returns a text that changes with every row inserted or updated in the tables that a write touches. */
  const stateOfTables = async (): Promise<string> => {
    const state = (table: string): string =>
      `(SELECT format('%s %s', count(*), max(xmin::text::bigint)) FROM directory.${table})`;
    const [row] = await service.database.query<{ state: string }>(
      `SELECT concat_ws(', ', ${['organisation', 'organisation_flag', 'organisation_history'].map(state).join(', ')}) AS state`,
    );
    return row?.state ?? '';
  };

  const errorsOf = (answer: Answer): string => `${answer.status} ${JSON.stringify(answer.body)}`;

  const outcomesOfRefused = async (
    field: string,
    cases: readonly FieldCase[],
  ): Promise<[string, string][]> => {
    const outcomes: [string, string][] = [];
    let before = await stateOfTables();
    for (const { title, given } of cases) {
      const answer = await client.send(method, path, { body: anOrganisationBody({ [field]: given }) });
      const after = await stateOfTables();
      outcomes.push([
        title,
        `${errorsOf(answer)}${after === before ? '' : ', and yet something was written'}`,
      ]);
      before = after;
    }
    return outcomes;
  };

  const outcomeOfAccepted = async (field: string, given: unknown, value: unknown): Promise<string> => {
    const answer = await client.send(method, path, { body: anOrganisationBody({ [field]: given }) });
    if (answer.status !== success) return errorsOf(answer).slice(0, 200);
    const body = answer.body as Record<string, unknown>;
    const stored = await client.get(`/organisations/${String(body.OrganisationId)}`);
    const isReturned = JSON.stringify(body[field]) === JSON.stringify(value);
    const isStored =
      JSON.stringify((stored.body as Record<string, unknown>)[field]) === JSON.stringify(value);
    return `${answer.status} ${isReturned ? 'returned' : 'altered'} ${isStored ? 'stored' : 'not stored'}`;
  };

  const expectOutcomes = async (field: string, cases: readonly FieldCase[]): Promise<void> => {
    const unacceptable = cases.filter(({ sentences }) => sentences.length > 0);
    const acceptable = cases.filter(({ sentences }) => sentences.length === 0);
    const outcomes = await outcomesOfRefused(field, unacceptable);
    for (const one of acceptable)
      outcomes.push([one.title, await outcomeOfAccepted(field, one.given, one.kept)]);
    expect(outcomes).toEqual([
      ...unacceptable.map(({ title, sentences }) => [title, `400 ${JSON.stringify({ errors: sentences })}`]),
      ...acceptable.map(({ title }) => [title, `${success} returned stored`]),
    ]);
  };

  it.each(fieldRules)(
    '$field is stored without outer white space within its rules, and rejected with its sentence otherwise',
    async (rule) => {
      await expectOutcomes(rule.field, fieldCasesOf(rule));
    },
  );

  it('LogoUri is stored when it matches the anchored pattern, and rejected with its sentence otherwise', async () => {
    await expectOutcomes('LogoUri', logoCases);
  });

  it(`${signing} is a boolean, true by default`, async () => {
    await expectOutcomes(signing, signingCases);
  });

  it(`Status is one of three words, ${defaultStatus} by default`, async () => {
    await expectOutcomes('Status', statusCases(defaultStatus));
  });

  it('Flags are empty when absent, null or an empty list', async () => {
    await expectOutcomes('Flags', flagless);
  });

  it('text is stored with the code points that were sent, without outer white space and not composed', async () => {
    const text = 'e\u0301 \u00e9 \ufb01 \ud83d\ude00';
    const answer = await client.send(method, path, { body: anOrganisationBody({ City: ` ${text} ` }) });
    const id = (answer.body as { OrganisationId: string }).OrganisationId;
    const [row] = await service.database.query<{ hex: string }>(
      `SELECT encode(convert_to(city, 'UTF8'), 'hex') AS hex FROM directory.organisation WHERE organisation_id = $1`,
      [id],
    );
    expect(row?.hex).toBe(Buffer.from(text, 'utf8').toString('hex'));
  });
});

describe('OrganisationId', () => {
  let service: TestApp;
  let client: Client;
  beforeAll(async () => {
    service = await startApp();
    client = service.as(admin);
  });
  afterAll(() => service.close());

  const encode = (id: string): string =>
    Array.from(Buffer.from(id, 'utf8'), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

  /** Clients that follow the URL standard resolve `%2e%2e` before they send it. */
  const sendAsIs = async (method: string, target: string): Promise<Answer> => {
    const body = JSON.stringify(anOrganisationBody({ Status: 'Pending' }));
    const headers: [string, string][] = [['Authorization', `Bearer ${await service.issuer.token(admin)}`]];
    if (method === 'GET') return sendRequest(service.origin, { method, target, headers });
    headers.push(['Content-Type', 'application/json']);
    return sendRequest(service.origin, { method, target, headers, body });
  };

  const idsOf = async (): Promise<string[]> => {
    const rows = await service.database.query<{ id: string }>(
      'SELECT organisation_id AS id FROM directory.organisation ORDER BY 1',
    );
    return rows.map(({ id }) => id);
  };

  const accepted = organisationIdCases.filter(({ sentences }) => sentences.length === 0);
  const unacceptable = organisationIdCases.filter(({ sentences }) => sentences.length > 0);

  it.each(accepted)('may be $title in POST, at the Location and in PUT', async ({ value }) => {
    const created = await client.post(
      '/organisations',
      anOrganisationBody({ OrganisationId: value, Status: 'Pending' }),
    );
    expect([created.status, created.body]).toMatchObject([201, { OrganisationId: value }]);
    const found = await client.get(created.headers.get('location') ?? '');
    expect([found.status, found.body]).toEqual([200, created.body]);
    const replaced = await sendAsIs('PUT', `/organisations/${encode(value)}`);
    expect([replaced.status, replaced.body]).toEqual([200, created.body]);
    expect(await idsOf()).toContain(value);
  });

  it.each(unacceptable)('may not be $title, in a path or in a body', async ({ value, sentences }) => {
    const before = await idsOf();
    const created = await client.post('/organisations', anOrganisationBody({ OrganisationId: value }));
    expect([created.status, created.body]).toEqual([400, { errors: sentences }]);
    for (const method of ['GET', 'PUT']) {
      const answer = await sendAsIs(method, `/organisations/${encode(value)}`);
      expect([method, answer.status, answer.body]).toEqual([method, 400, { errors: sentences }]);
    }
    expect(await idsOf()).toEqual(before);
  });

  it.each(['.', '..'])('may not be an unencoded %s in a path', async (id) => {
    for (const method of ['GET', 'PUT']) {
      const { status, body } = await sendAsIs(method, `/organisations/${id}`);
      expect([method, status, body]).toEqual([
        method,
        400,
        { errors: ['OrganisationId must not be . or .. or begin or end with a blank'] },
      ]);
    }
  });

  it.each(['%', '%4', '%zz', '%ff', '%c0%af', '%ed%a0%80', 'a%80b'])(
    'may not be %s, which is not percent-encoded UTF-8',
    async (id) => {
      for (const method of ['GET', 'PUT']) {
        const { status, body } = await sendAsIs(method, `/organisations/${id}`);
        expect([method, status, body]).toEqual([
          method,
          400,
          {
            errors: [
              'The path is not valid percent-encoded UTF-8. Encode each id, such as %C3%A9 for é and %25 for %.',
            ],
          },
        ]);
      }
    },
  );

  it.each(['\ud800', 'a\udc00b'])('may not contain a lone surrogate in a body', async (id) => {
    const { status, body } = await client.post('/organisations', anOrganisationBody({ OrganisationId: id }));
    expect([status, body]).toEqual([400, { errors: ['OrganisationId must be valid Unicode without NUL'] }]);
  });

  it.each(otherTypes)('may not be %s in a body', async (_title, id) => {
    const { status, body } = await client.post('/organisations', anOrganisationBody({ OrganisationId: id }));
    expect([status, body]).toEqual([400, { errors: ['OrganisationId must be text'] }]);
  });

  it('may not be empty in a body', async () => {
    const { status, body } = await client.post('/organisations', anOrganisationBody({ OrganisationId: '' }));
    expect([status, body]).toEqual([400, { errors: ['OrganisationId must have 1 to 40 characters'] }]);
  });

  it.each([undefined, null])('is a new UUID when the body has %s', async (id) => {
    const { status, body } = await client.post('/organisations', anOrganisationBody({ OrganisationId: id }));
    expect(status).toBe(201);
    expect((body as { OrganisationId: string }).OrganisationId).toMatch(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });
});
