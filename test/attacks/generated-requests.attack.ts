import fc from 'fast-check';
import { developmentApiKey } from '../../src/config/notify-config.js';
import type { Answer } from '../support/answer.js';
import { admin, software, superUser, user } from '../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../support/issuer.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { Attack } from './support/attack.js';
import { type GeneratedRequest, generatedRequests } from './support/generated-requests.js';
import { HttpClient } from './support/http-client.js';
import { allOperations } from './support/operations.js';
import { apiOf, faultsOf } from './support/verdict.js';
import { makeWorld, type World } from './support/world.js';

/** Max concurrent requests. */
const atOnce = 16;
const requests = 20_000;
const hour = 3_600;
/** Number of callers with all rights, at the start of the list. */
const operators = 2;

describe('the service under random requests', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let service: ServiceProcess;
  let client: HttpClient;
  let world: World;
  let tokens: readonly (string | null)[];
  const attack = new Attack('generated requests');
  /** Counts of successful and refused requests by operation. */
  const outcomes = new Map(allOperations.map(({ name }) => [name, { good: 0, refused: 0 }]));

  beforeAll(async () => {
    database = await createTestDatabase();
    issuer = await startIssuer();
    world = await makeWorld(database, 40);
    service = ServiceProcess.start({
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATABASE_URL: database.url,
      PORT: await freePort(),
      RATE_LIMIT_PER_MINUTE: '100000000',
      AUTH_FAILURES_PER_MINUTE: '100000000',
      LOG_FORMAT: 'json',
      // Sending would need receivers.
      WEBHOOK_WORKER: 'false',
    });
    await service.untilReady();
    client = new HttpClient(service.origin, atOnce);
    const exp = Math.floor(Date.now() / 1_000) + hour;
    const all = [admin, superUser];
    const others = [software, user('admin-0@bank.example'), user('nobody@bank.example'), { scope: 'openid' }];
    const good = [...all, ...others].map((identity) => issuer.token({ ...identity, exp }));
    tokens = [...(await Promise.all(good)), 'not.a.token', null];
  });
  afterAll(async () => {
    client.close();
    await service.stop();
    await issuer.close();
    await database.drop();
  });

  const authorizationOf = ({ caller, target }: GeneratedRequest): Record<string, string> => {
    const token = tokens[caller];
    // Callers with all rights in the directory also have a Notify key.
    const shown = caller < operators && apiOf(target) === 'notify' ? developmentApiKey : token;
    return shown === null || shown === undefined ? {} : { authorization: `Bearer ${shown}` };
  };

  const judge = async (request: GeneratedRequest): Promise<string[]> => {
    const { method, target, body, operation } = request;
    const headers = { ...request.headers, ...authorizationOf(request) };
    const answer: Answer = await client.send({ method, target, headers, body });
    const outcome = outcomes.get(operation);
    if (outcome !== undefined) outcome[answer.status < 400 ? 'good' : 'refused'] += 1;
    const faults = faultsOf(method, target, answer, request.headers['x-fapi-interaction-id']);
    attack.note(`${method} ${target}`, answer, faults);
    return faults.map((fault) => `${method} ${target} by ${request.caller}: ${fault}`);
  };

  it('accepts and rejects at least one request of each operation', async () => {
    // The status is public and accepts every request.
    const needsRefusal = (name: string): boolean => name !== 'GET /_status';
    /** Objects that are gone fail the other operations. */
    const endsObjects = (name: string): boolean => /^DELETE|archive/.test(name);
    const oneSided = (): string[] =>
      [...outcomes].flatMap(([name, { good, refused }]) =>
        good === 0 || (refused === 0 && needsRefusal(name)) ? [name] : [],
      );
    // Comes first: later most objects of the world are archived. Few requests of some operations are good by chance.
    for (let turn = 0; turn < 500 && oneSided().length > 0; turn += 1) {
      const missing = oneSided();
      const present = missing.filter((name) => !endsObjects(name));
      const wanted = new Set(present.length > 0 ? present : missing);
      const more = generatedRequests(world, operators, tokens.length).filter(({ operation }) =>
        wanted.has(operation),
      );
      for (const request of fc.sample(more, 20)) expect(await judge(request)).toEqual([]);
    }
    expect(oneSided()).toEqual([]);
  }, 600_000);

  it(`answers ${requests} requests in the form of their API and their document, without a 5xx`, async () => {
    const batch = fc.array(generatedRequests(world, operators, tokens.length), {
      minLength: atOnce,
      maxLength: atOnce,
    });
    // On a failure fast-check prints the seed and the path that reproduce the requests.
    await fc.assert(
      fc.asyncProperty(batch, async (batched) => {
        expect((await Promise.all(batched.map(judge))).flat()).toEqual([]);
      }),
      { numRuns: requests / atOnce },
    );
  }, 600_000);

  it('logs no error', () => {
    expect(service.printed.split('\n').filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});
