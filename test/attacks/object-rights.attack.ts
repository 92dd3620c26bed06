import { createHash, randomUUID } from 'node:crypto';
import { developmentApiKey } from '../../src/config/notify-config.js';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aFlag,
  aFlagBody,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../support/builders/organisation.js';
import { anApiKey } from '../support/builders/notify-api-key.js';
import { aWebhook } from '../support/builders/webhook.js';
import { callers } from '../support/callers.js';
import { admin } from '../support/identities.js';
import { adminToken, NotifyClient } from '../support/notify-client.js';
import { Attack } from './support/attack.js';
import { pathTo, wholeBody } from './support/bodies.js';
import { allOperations, type Operation, operationsOf, pathOf } from './support/operations.js';
import { faultsOf } from './support/verdict.js';
import { idsNamed, makeWorld, type World } from './support/world.js';

type Rights = (typeof callers)[number][2];

/** Statuses of an operation for the caller's own organisation, another one, and an unknown one. */
type Expected = (rights: Rights, about: 'own' | 'other' | 'absent') => number;

const pair =
  ([own, other]: readonly [number, number], absent: (rights: Rights) => number): Expected =>
  (rights, about) =>
    about === 'own' ? own : about === 'other' ? other : absent(rights);

/** A caller without read rights gets the same status for unknown ids. */
const absentToReaders = ({ list }: Rights): number => (typeof list === 'number' ? list : 404);
/** An insufficient scope is reported before the lookup. */
const absentToWriters = (rights: Rights): number => {
  const mayWriteNothing = rights.put.every((status) => status === 401 || status === 403);
  return mayWriteNothing ? rights.put[0] : absentToReaders(rights);
};
/** Webhooks are for operators and for software, which reads all organisations. */
const subscribing =
  (good: number): Expected =>
  ({ list }) =>
    typeof list === 'number' ? list : list.length === 2 ? good : 403;
/** The webhook of another client: operators reach it, software does not. */
const onWebhookOfOthers =
  (good: number): Expected =>
  (rights, about) =>
    rights.post === 201 ? good : subscribing(404)(rights, about);
const asUpdate = (status: number): number => (status === 201 ? 200 : status);

/** All operations of the directory; a missing operation fails the test. */
const directoryTable: Readonly<Record<string, Expected>> = {
  'GET /organisations/export/open-data': (rights) => rights.participants,
  'GET /organisations/export/open-data.jws': (rights) => rights.participants,
  'GET /.well-known/directory-keys': () => 200,
  'GET /organisations/changes/checkpoint': () => 200,
  'GET /organisations': ({ list }) => (typeof list === 'number' ? list : 200),
  'GET /organisations/changes': ({ list }) => (typeof list === 'number' ? list : 200),
  'GET /organisations/statistics': ({ list }) => (typeof list === 'number' ? list : 200),
  'POST /organisations': (rights) => rights.post,
  'GET /organisations/{OrganisationId}': (rights, about) => pair(rights.get, absentToReaders)(rights, about),
  'PUT /organisations/{OrganisationId}': (rights, about) => pair(rights.put, absentToWriters)(rights, about),
  'PATCH /organisations/{OrganisationId}': (rights, about) =>
    pair(rights.put, absentToWriters)(rights, about),
  'GET /organisations/{OrganisationId}/history': (rights, about) =>
    pair(rights.history, absentToReaders)(rights, about),
  'GET /organisations/{OrganisationId}/adminusers': (rights, about) =>
    pair(rights.readAdminUsers, absentToReaders)(rights, about),
  'POST /organisations/{OrganisationId}/adminusers': (rights, about) =>
    pair(rights.addAdminUser, absentToWriters)(rights, about),
  'GET /organisations/{OrganisationId}/adminusers/{UserEmail}': (rights, about) =>
    pair(rights.readAdminUsers, absentToReaders)(rights, about),
  'PUT /organisations/{OrganisationId}/adminusers/{UserEmail}': (rights, about) =>
    asUpdate(pair(rights.addAdminUser, absentToWriters)(rights, about)),
  'GET /references/flags': (rights) => rights.readFlags,
  'POST /references/flags': (rights) => rights.addFlag,
  'GET /references/flags/{FlagId}': (rights) => rights.readFlags,
  'PUT /references/flags/{FlagId}': (rights) => rights.replaceFlag,
  'GET /references/flags/{FlagId}/history': (rights) => asUpdate(rights.addFlag),
  'GET /webhooks': subscribing(200),
  'POST /webhooks': subscribing(201),
  'GET /webhooks/{WebhookId}': onWebhookOfOthers(200),
  'PATCH /webhooks/{WebhookId}': onWebhookOfOthers(200),
  'DELETE /webhooks/{WebhookId}': onWebhookOfOthers(204),
  'POST /webhooks/{WebhookId}/secret': onWebhookOfOthers(200),
  'POST /webhooks/{WebhookId}/test': onWebhookOfOthers(202),
  'POST /webhooks/{WebhookId}/replay': onWebhookOfOthers(200),
  'GET /webhooks/{WebhookId}/deliveries': onWebhookOfOthers(200),
};

/** Ids that an attacker may guess: similar ids, patterns and common names. */
const absentIds = [
  'absent',
  'OWN',
  'ow',
  'own2',
  '%',
  '*',
  'own,other',
  'other;own',
  'null',
  '0',
  '../other',
  'a'.repeat(40),
];

describe('the rights on each object of the directory', () => {
  let service: TestApp;
  const attack = new Attack('rights: directory');
  beforeAll(async () => {
    service = await startApp({ PARTICIPANTS_PUBLIC: 'false', WEBHOOK_WORKER: 'false' });
    const { database } = service;
    await anOrganisation(database, { organisation_id: 'own' });
    await anOrganisation(database, { organisation_id: 'other' });
    await aFlag(database);
    await anAdminUser(database, 'own', 'ann@bank.example');
    await anAdminUser(database, 'own', 'dan@bank.example', 'Inactive');
    await anAdminUser(database, 'own', 'zoe@bank.example');
    await anAdminUser(database, 'other', 'bob@tpp.example');
    await anAdminUser(database, 'other', 'zoe@bank.example');
  });
  afterAll(() => service.close());

  let serial = 0;
  const bodyFor = ({ name }: Operation): unknown => {
    serial += 1;
    const bodies: Readonly<Record<string, unknown>> = {
      'POST /organisations': anOrganisationBody({ OrganisationId: `new-${serial}` }),
      'PUT /organisations/{OrganisationId}': anOrganisationBody(),
      'PATCH /organisations/{OrganisationId}': { City: 'Leeds' },
      'POST /organisations/{OrganisationId}/adminusers': { UserEmail: `new-${serial}@elsewhere.example` },
      'PUT /organisations/{OrganisationId}/adminusers/{UserEmail}': { Status: 'Active' },
      'POST /references/flags': aFlagBody({ Value: `New ${serial}` }),
      'PUT /references/flags/{FlagId}': aFlagBody({ Cascade: false }),
      'POST /webhooks': { Url: 'https://hooks.example/' },
      'PATCH /webhooks/{WebhookId}': { Description: `New ${serial}` },
      'POST /webhooks/{WebhookId}/replay': { After: '0' },
    };
    return bodies[name];
  };

  async function probe(
    [caller, identity, rights]: (typeof callers)[number],
    operation: Operation,
    organisationId: string,
    about: 'own' | 'other' | 'absent',
  ): Promise<Answer> {
    const target = pathOf(operation, {
      OrganisationId: organisationId,
      UserEmail: 'zoe@bank.example',
      FlagId: 'flag-1',
      // Each operator deletes one.
      WebhookId: operation.template.includes('{WebhookId}')
        ? await aWebhook(service.database, { client_id: 'other-client' })
        : '',
    });
    const options = operation.body === null ? {} : { body: bodyFor(operation) };
    const answer = await service.as(identity).send(operation.method, target, options);
    const expected = directoryTable[operation.name]?.(rights, about);
    const faults = answer.status === expected ? [] : [`${answer.status}, not ${expected}`];
    attack.note(`${operation.name} of ${organisationId} by ${caller}`, answer, faults);
    return answer;
  }

  it('are declared for exactly the operations of the document', () => {
    expect(Object.keys(directoryTable).sort()).toEqual(
      operationsOf('directory')
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(callers)('match the contract for every id, for %s', async (...caller) => {
    for (const operation of operationsOf('directory')) {
      const hasId = operation.template.includes('{OrganisationId}');
      await probe(caller, operation, 'own', 'own');
      if (!hasId) continue;
      await probe(caller, operation, 'other', 'other');
      for (const id of absentIds) await probe(caller, operation, id, 'absent');
    }
    attack.expectNoFailure();
  });

  it.each(callers)('answer a hidden organisation like an unknown one, for %s', async (...caller) => {
    const [, , rights] = caller;
    for (const operation of operationsOf('directory').filter(({ template }) => template.includes('{Org')))
      for (const about of ['own', 'other'] as const) {
        if (directoryTable[operation.name]?.(rights, about) !== 404) continue;
        const [hidden, absent] = [
          await probe(caller, operation, about, about),
          await probe(caller, operation, 'absent', 'absent'),
        ];
        expect({ operation: operation.name, text: hidden.text.replaceAll(about, 'X') }).toEqual({
          operation: operation.name,
          text: absent.text.replaceAll('absent', 'X'),
        });
      }
  });
});

/** Status of each operation with two ids for a child of another parent. */
const misplaced: Readonly<Record<string, number>> = {
  'DELETE /organisation/{organisation_id}/users/{user_id}': 404,
  // A user who is not a member becomes a member.
  'POST /organisation/{organisation_id}/users/{user_id}': 200,
  'POST /user/{user_id}/organisation/{organisation_id}/permissions': 204,
  'GET /organisation/{organisation_id}/invite/{invite_id}': 404,
  'POST /organisation/{organisation_id}/invite/{invite_id}': 404,
  'DELETE /organisation/{organisation_id}/email-branding-pool/{email_branding_id}': 404,
  'DELETE /organisation/{organisation_id}/letter-branding-pool/{letter_branding_id}': 404,
};

describe('the rights on each object of the Notify API', () => {
  let service: TestApp;
  let world: World;
  let key: string;
  const attack = new Attack('rights: Notify');
  const secrets = ['the-new-secret-of-the-admin-client', 'the-old-secret-of-the-admin-client'] as const;
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  beforeAll(async () => {
    service = await startApp({
      NOTIFY_ADMIN_SECRETS: secrets.join(),
    });
    key = await anApiKey(service.database);
    world = await makeWorld(service.database, 12);
  });
  afterAll(() => service.close());

  /** All kinds of caller, and whether each is accepted; an accepted caller may do everything (contract section 3). */
  const kinds: readonly (readonly [name: string, isLetIn: boolean, token: () => Promise<string> | null])[] = [
    ['nobody', false, () => null],
    ["the admin's token", true, () => adminToken({}, secrets[0])],
    ["the admin's token by the old secret", true, () => adminToken({}, secrets[1])],
    ['an API key', true, () => Promise.resolve(key)],
    ['the hash of an API key', false, () => Promise.resolve(sha256(key))],
    ['the development key', false, () => Promise.resolve(developmentApiKey)],
    ['somebody with a secret of their own', false, () => adminToken({}, 'a-secret-that-nobody-knows-but-me')],
    ['a service of Notify', false, () => adminToken({ iss: randomUUID() }, secrets[0])],
    ['an operator of the directory', false, () => service.issuer.token(admin)],
  ];
  const notifyOperations = operationsOf('notify').filter(({ template }) => template !== '/_status');

  it.each(kinds)('depend on the token on every operation: %s', async (caller, isLetIn, token) => {
    const shown = token();
    const client = new NotifyClient(service.origin, shown === null ? null : () => shown);
    for (const [index, operation] of notifyOperations.entries()) {
      // The body is invalid, so that accepted callers change nothing.
      const options = operation.body === null ? {} : { body: [] };
      const isChange = operation.method !== 'GET' && operation.body === null;
      const target = isChange
        ? pathOf(operation, absentIdsOf(operation))
        : pathTo(world, operation, index % 12);
      const answer = await client.send(operation.method, target, options);
      const isRefused = answer.status === 401 || answer.status === 403;
      const faults = faultsOf(operation.method, target, answer);
      if (isRefused === isLetIn) faults.push(`${answer.status}`);
      attack.note(`${operation.name} by ${caller}`, answer, faults);
    }
    attack.expectNoFailure();
  });

  const absentIdsOf = ({ parameters }: Operation): Record<string, string> =>
    Object.fromEntries(parameters.map(({ name }) => [name, randomUUID()]));

  it('answer 404 for an unknown id in every position of a path', async () => {
    const good = new NotifyClient(service.origin, () => Promise.resolve(key));
    // The peer answers these with an empty list or a default (contract section 1); this service answers 404.
    for (const operation of notifyOperations) {
      const ids = operation.parameters.filter(
        (parameter) => parameter.in === 'path' && !parameter.name.includes('token'),
      );
      for (const { name } of ids) {
        const values = Object.fromEntries(
          ids.map((each) => [each.name, idsNamed(world, each.name, operation.template)[0] ?? '']),
        );
        const query = operation.template.endsWith('usage') && operation.method === 'GET' ? '?year=2026' : '';
        const target = `${pathOf(operation, { ...values, [name]: randomUUID() })}${query}`;
        const options = operation.body === null ? {} : { body: wholeBody(world, operation, 1) };
        const answer = await good.send(operation.method, target, options);
        attack.note(
          `${operation.name} without ${name}`,
          answer,
          answer.status === 404 ? [] : [`${answer.status} ${answer.text.slice(0, 200)}`],
        );
      }
    }
    attack.expectNoFailure();
  });

  it('are declared for exactly the operations with two ids', () => {
    const withTwo = allOperations.filter(
      ({ api, parameters }) =>
        api === 'notify' && parameters.filter((parameter) => parameter.in === 'path').length > 1,
    );
    expect(Object.keys(misplaced).sort()).toEqual(withTwo.map(({ name }) => name).sort());
  });

  /** Returns a path to the second organisation with a child of the fifth. */
  const misplacedPath = (operation: Operation): string =>
    pathOf(
      operation,
      Object.fromEntries(
        operation.parameters.map(({ name }) => [
          name,
          idsNamed(world, name, operation.template)[name === 'organisation_id' ? 1 : 4] ?? '',
        ]),
      ),
    );

  it.each(Object.entries(misplaced))(
    'apply to a child under another parent: %s is %i',
    async (name, expected) => {
      const [operation] = notifyOperations.filter((each) => each.name === name);
      if (operation === undefined) throw new Error(`there is no ${name}`);
      const countOf = (): Promise<unknown[]> =>
        service.database
          .query(`SELECT (SELECT count(*) FROM notify.organisation_invite WHERE status = 'pending') AS invites,
        (SELECT count(*) FROM notify.organisation_email_branding) AS email, (SELECT count(*) FROM notify.organisation_letter_branding) AS letter`);
      const before = await countOf();
      const target = misplacedPath(operation);
      const body = name.endsWith('{invite_id}') ? { status: 'cancelled' } : { permissions: [] };
      const good = new NotifyClient(service.origin, () => Promise.resolve(key));
      const answer = await good.send(operation.method, target, operation.body === null ? {} : { body });
      attack.note(name, answer, answer.status === expected ? [] : [`${answer.status} ${answer.text}`]);
      attack.expectNoFailure();
      expect(await countOf()).toEqual(before);
    },
  );
});
