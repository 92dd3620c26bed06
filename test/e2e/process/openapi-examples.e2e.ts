import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { signDevelopmentToken } from '../../../src/development-server/sign-development-token.js';
import { BadGateway, GatewayTimeout, InternalError, Overloaded } from '../../../src/http/errors/problem.js';
import { apis } from '../../../src/modules/apis.js';
import type { Answer } from '../../support/answer.js';
import { Client } from '../../support/client.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import {
  type DocumentedOperation,
  documentedOperations,
  exampleHeaders,
  exampleTarget,
} from '../../support/documented-operations.js';
import { AnswerValidator } from '../../support/openapi.js';

/** `WRITE_EXAMPLES=true` records the responses anew; `npm run openapi` then writes them to the documents. */
const isRecording = process.env.WRITE_EXAMPLES === 'true';

/** Operations whose example the sample must not carry out, with the status of the refusal; their descriptions say so. */
const refused: Readonly<Record<string, number>> = {
  activateUser: 400,
  archiveOrganisation: 400,
  archiveEmailBranding: 400,
  getInviteByToken: 400,
};

/** Reads first, and what removes something last. */
const rank = ({ method, path }: DocumentedOperation): number =>
  path.endsWith('/archive') ? 4 : ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'].indexOf(method);

const sorted = (api: string): DocumentedOperation[] =>
  documentedOperations(api).sort((one, other) => rank(one) - rank(other));

const invalidToken = 'not.a.token';
const huge = { text: 'x'.repeat(1_100_000) };
const stale = { headers: { 'If-Match': '"stale"' } };
const text = { headers: { 'content-type': 'text/plain' }, body: 'text' };

const organisation = '/organisations/c0ffee00-0000-4000-8000-000000000001';

interface Recorded {
  readonly responses: Record<string, unknown>;
  readonly errors: Record<string, unknown>;
}

interface Clients {
  readonly good: Client;
  readonly reader: Client;
  readonly anonymous: Client;
  readonly invalid: Client;
}

/** Requests that cause the errors of each API. */
const faults: Readonly<Record<string, Readonly<Record<number, (clients: Clients) => Promise<Answer>>>>> = {
  directory: {
    400: ({ good }) => good.get('/organisations?size=0&colour=red'),
    401: ({ anonymous }) => anonymous.get('/organisations'),
    403: ({ reader }) => reader.put(organisation, {}),
    404: ({ good }) => good.get('/organisations/absent'),
    406: ({ good }) => good.get('/organisations', { headers: { Accept: 'text/html' } }),
    409: ({ good }) => good.post(`${organisation}/adminusers`, { UserEmail: 'admin@sample-bank.example' }),
    410: ({ good }) => good.get('/organisations/changes?after=0c1f6f0a-3c5f-4b57-9f1e-5f0f6d2f9b10.7'),
    412: ({ good }) => good.put(organisation, bodyOf('directory', 'replaceOrganisation'), stale),
    413: ({ good }) => good.post('/organisations', huge),
    415: ({ good }) => good.send('POST', '/organisations', text),
  },
  notify: {
    400: ({ good }) => good.post('/organisation', { name: 'Ministry of Justice' }),
    401: ({ anonymous }) => anonymous.get('/organisation'),
    403: ({ invalid }) => invalid.get('/organisation'),
    404: ({ good }) => good.get('/organisation/00000000-0000-4000-8000-000000000000'),
    412: ({ good }) =>
      good.post('/organisation/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d', { name: 'Cabinet Office' }, stale),
    413: ({ good }) => good.post('/organisation', huge),
    415: ({ good }) => good.send('POST', '/organisation', text),
  },
};

/** Errors that only a limit, a setting or a failure of the database causes. */
const failures = [new InternalError(null), new BadGateway(null), new Overloaded(1), new GatewayTimeout(null)];

/** The operations that change a resource which a GET at the same path shows. */
function amendments(operations: readonly DocumentedOperation[]): [string, DocumentedOperation][] {
  const isAmendment = ({ operationId, path }: DocumentedOperation): boolean =>
    /^(replace|update)/.test(operationId) &&
    operations.some((each) => each.method === 'GET' && each.path === path);
  return operations.filter(isAmendment).map((operation) => [operation.operationId, operation]);
}

/** The directory's entity tag must stay; Notify counts each update as one. */
function withoutUpdate({ body, headers }: Answer): unknown {
  const isNotify =
    typeof body === 'object' &&
    body !== null &&
    !('OrganisationId' in body || 'Id' in body || 'UserEmail' in body);
  return isNotify
    ? JSON.stringify(body).replaceAll(/"updated_at":("[^"]*"|null)/g, '"updated_at":null')
    : { body, etag: headers.get('etag') };
}

function bodyOf(api: string, operationId: string): unknown {
  const operation = documentedOperations(api).find((each) => each.operationId === operationId);
  return operation?.bodies['application/json']?.example;
}

describe.each(apis.map(({ name }) => name))('the examples of openapi/%s.json', (api) => {
  const operations = sorted(api);
  const document = new AnswerValidator(api);
  const recorded: Recorded = { responses: {}, errors: {} };
  let app: DevelopmentApp;
  let limited: DevelopmentApp;
  let clients: Clients;

  beforeAll(async () => {
    // A worker would send to the receivers of the examples.
    app = await startDevelopmentApp({ WEBHOOK_WORKER: 'false' });
    limited = await startDevelopmentApp({ REQUIRE_IF_MATCH: 'true', RATE_LIMIT_PER_MINUTE: '1' });
    for (const each of apis) {
      await each.loadSample(app.database.url);
      await each.loadSample(limited.database.url);
    }
    clients = clientsOf(app);
  });
  afterAll(async () => {
    await app.close();
    await limited.close();
    if (isRecording) record(api, recorded);
  });

  const tokenOf = (of: DevelopmentApp, identity: string) => (): Promise<string> =>
    api === 'notify'
      ? Promise.resolve(developmentApiKey)
      : signDevelopmentToken({ ...of.config.auth, dataDir: of.config.dataDir, identity });
  const clientsOf = (of: DevelopmentApp): Clients => ({
    good: new Client(of.origin, tokenOf(of, 'dev-admin'), document),
    reader: new Client(of.origin, tokenOf(of, 'dev-software'), document),
    anonymous: new Client(of.origin, null, document),
    invalid: new Client(of.origin, () => Promise.resolve(invalidToken), document),
  });

  const sendExample = (operation: DocumentedOperation, isComplete: boolean): Promise<Answer> => {
    const [type, media] = Object.entries(operation.bodies)[0] ?? [];
    const target = exampleTarget(
      operation,
      (parameter) => isComplete || parameter.required === true || 'example' in parameter,
    );
    const headers = {
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(isComplete ? exampleHeaders(operation) : {}),
    };
    return clients.good.send(operation.method, target, { headers, body: media?.example });
  };

  it.each(
    operations
      .filter(({ method }) => method === 'GET' || method === 'PUT')
      .map((operation) => [operation.operationId, operation] as const),
  )('%s succeeds with the examples of all its parameters', async (operationId, operation) => {
    const answer = await sendExample(operation, true);
    expect(answer.status).toBe(refused[operationId] ?? operation.responses[0]?.status);
  });

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s succeeds with what Swagger UI sends, or its description says what is missing',
    async (operationId, operation) => {
      const answer = await sendExample(operation, false);
      const expected = refused[operationId] ?? operation.responses[0]?.status;
      expect([answer.text.slice(0, 300), answer.status]).toEqual([expect.any(String), expected]);
      if (operationId in refused) expect(operation.description).toMatch(/the sample/i);
      if (answer.status < 300 && answer.body !== '')
        recorded.responses[operationId] = await shortened(operation, answer);
    },
  );

  it.each(amendments(operations))('%s changes nothing with its example', async (_, operation) => {
    const path = exampleTarget(operation, () => false);
    const before = await clients.good.get(path);
    expect((await sendExample(operation, false)).status).toBeLessThan(300);
    expect(withoutUpdate(await clients.good.get(path))).toEqual(withoutUpdate(before));
  });

  it.each(Object.entries(faults[api] ?? {}))(
    'the example of %s is what the service answers',
    async (status, send) => {
      const answer = await send(clients);
      expect(answer.status).toBe(Number(status));
      expectError(status, answer.body);
    },
  );

  it('the examples of 428 and 429 are what the service answers', async () => {
    const { good } = clientsOf(limited);
    if (api === 'directory')
      expectError('428', (await good.put(organisation, bodyOf(api, 'replaceOrganisation'))).body);
    const path = api === 'notify' ? '/organisation' : '/organisations';
    const answers = [await good.get(path), await good.get(path)];
    expectError('429', answers.find(({ status }) => status === 429)?.body);
  });

  it.each(failures.map((problem) => [problem.status, problem] as const))(
    'the example of %i is what the service answers',
    async (status, problem) => {
      const { errors } = (await apis.find(({ name }) => name === api)?.http()) ?? {};
      expectError(String(status), errors?.render(problem));
    },
  );

  const expectError = (status: string, body: unknown): void => {
    recorded.errors[status] = body;
    if (isRecording) return;
    const examples = operations
      .flatMap(({ responses }) => responses)
      .filter((response) => response.status === Number(status));
    expect(examples.length).toBeGreaterThan(0);
    for (const { media } of examples) expect(withoutSeconds(media?.example)).toEqual(withoutSeconds(body));
  };

  /** A list of the directory is recorded with two rows. */
  const shortened = async (operation: DocumentedOperation, answer: Answer): Promise<unknown> => {
    const isPaged = operation.parameters.some(({ name }) => name === 'size');
    if (isPaged) return (await clients.good.get(`${exampleTarget(operation, () => false)}?size=2`)).body;
    return Array.isArray(answer.body) ? (answer.body as unknown[]).slice(0, 2) : answer.body;
  };
});

function withoutSeconds(body: unknown): string {
  return JSON.stringify(body).replace(/\d+ seconds/, 'some seconds');
}

/** Puts the bytes 0 to 31 for a secret that the service made. */
function withoutSecret(json: string): string {
  return json.replaceAll(/whsec_[\w+/]+=/g, 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=');
}

/** Writes what was recorded, one entry on each line. */
function record(api: string, recorded: Recorded): void {
  const file = join(__dirname, `../../../src/modules/${api}/${api}-examples.json`);
  const known = JSON.parse(readFileSync(file, 'utf8')) as typeof recorded;
  const responses = { ...known.responses, ...recorded.responses };
  const written = { ...known, responses, errors: recorded.errors };
  const sections = Object.entries(written).map(([name, entries]) => {
    const lines = Object.entries(entries as object).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${withoutSecret(JSON.stringify(value))}`,
    );
    return `  ${JSON.stringify(name)}: {\n${lines.join(',\n')}\n  }`;
  });
  writeFileSync(file, `{\n${sections.join(',\n')}\n}\n`);
}
