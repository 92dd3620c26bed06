import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/answer.js';
import { anOrganisationBody } from '../support/builders/organisation.js';
import { admin, user } from '../support/identities.js';
import { Attack } from './support/attack.js';
import { authorizationFor, pathTo, wholeBody } from './support/bodies.js';
import { HttpClient } from './support/http-client.js';
import { allOperations, type Operation } from './support/operations.js';
import { faultsOf } from './support/verdict.js';
import { makeWorld, type World } from './support/world.js';

const levels = 100_000;
/** The maximum that fits into 1 MiB. */
const members = 90_000;
const withBodies = allOperations.filter(({ body }) => body !== null);

/** Returns the JSON of a body with an added member that JSON.stringify would not write. */
const withMember = (body: object, member: string): string =>
  JSON.stringify(body).replace(/\}$/, `${Object.keys(body).length > 0 ? ',' : ''}${member}}`);

/** Returns the JSON of a body with the given JSON as the value of one field. */
const withField = (body: object, field: string, value: string): string =>
  JSON.stringify({ ...body, [field]: '@' }).replace('"@"', () => value);

const nested = (open: string, close: string): string => open.repeat(levels) + close.repeat(levels);

/** Byte sequences that are not valid UTF-8 JSON (RFC 8259 §8.1), as the value of a field. */
const brokenBytes: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['an overlong slash in two bytes', [0xc0, 0xaf]],
  ['an overlong slash in three bytes', [0xe0, 0x80, 0xaf]],
  ['an overlong slash in four bytes', [0xf0, 0x80, 0x80, 0xaf]],
  ['an overlong NUL', [0xc0, 0x80]],
  ['a lone high surrogate', [0xed, 0xa0, 0x80]],
  ['a lone low surrogate', [0xed, 0xb0, 0x80]],
  ['a pair of surrogates (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
  ['a code point behind the last', [0xf4, 0x90, 0x80, 0x80]],
  ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['six bytes', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
  ['a continuation alone', [0x80]],
  ['a beginning alone', [0xe2]],
  ['a character cut short', [0xe2, 0x82]],
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
  ['a byte that UTF-8 never has', [0xff]],
];

describe('a JSON body', () => {
  let service: TestApp;
  let world: World;
  let client: HttpClient;
  let directoryToken: string;
  const pollution = new Attack('prototype pollution');
  const shapes = new Attack('deep, wide and doubled JSON');
  const utf8 = new Attack('UTF-8');
  beforeAll(async () => {
    service = await startApp();
    world = await makeWorld(service.database, 3);
    client = new HttpClient(service.origin, 4);
    directoryToken = await service.issuer.token(admin);
  });
  afterAll(async () => {
    client.close();
    await service.close();
  });

  const send = (operation: Operation, target: string, body?: string | Uint8Array): Promise<Answer> =>
    client.send({
      method: operation.method,
      target,
      body,
      headers: {
        authorization: authorizationFor(operation, directoryToken),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });

  async function probe(
    attack: Attack,
    name: string,
    operation: Operation,
    body: string | Uint8Array,
    mustFail: boolean,
  ): Promise<void> {
    const target = pathTo(world, operation);
    const answer = await send(operation, target, body);
    const faults = faultsOf(operation.method, target, answer);
    if (mustFail && answer.status !== 400)
      faults.push(`answers ${answer.status} ${answer.text.slice(0, 100)}`);
    if (answer.text.length > 40_000 && answer.status >= 400)
      faults.push(`answers with ${answer.text.length} characters`);
    attack.note(
      name,
      answer,
      faults.map((fault) => `${operation.name}: ${fault}`),
    );
  }

  /** Returns the members that every object of the process inherits from a changed prototype. */
  const pollutions = (): string[] =>
    [{}, [], () => undefined, '', 1].flatMap((value) =>
      ['polluted', 'isAdmin', 'super_user'].filter((name) => Reflect.has(Object(value) as object, name)),
    );

  it('changes no prototype with any member at any place', async () => {
    const members = [
      '"__proto__":{"polluted":"yes","isAdmin":true,"super_user":true}',
      '"constructor":{"prototype":{"polluted":"yes"}}',
      '"prototype":{"polluted":"yes"}',
      '"__proto__":{"__proto__":{"polluted":"yes"}}',
      '"toString":"polluted","valueOf":"polluted","hasOwnProperty":1',
      '"__defineGetter__":"x","__lookupGetter__":"y","then":"z"',
      '"\\u005f\\u005fproto\\u005f\\u005f":{"polluted":"yes"}',
    ];
    for (const operation of withBodies) {
      const whole = wholeBody(world, operation, 1);
      for (const member of members) {
        await probe(pollution, member, operation, withMember(whole, member), operation.api === 'directory');
        await probe(pollution, `${member} alone`, operation, `{${member}}`, operation.api === 'directory');
        const [first = 'x'] = Object.keys(whole);
        await probe(
          pollution,
          `${member} in a field`,
          operation,
          withField(whole, first, `{${member}}`),
          true,
        );
      }
    }
    pollution.expectNoFailure();
    expect(pollutions()).toEqual([]);
  }, 60_000);

  it('inherits no required fields from __proto__', async () => {
    for (const operation of withBodies.filter(({ body }) => (body?.required ?? []).length > 0)) {
      const whole = JSON.stringify(wholeBody(world, operation, 2));
      await probe(pollution, 'every field in __proto__', operation, `{"__proto__":${whole}}`, true);
    }
    pollution.expectNoFailure();
  });

  it('changes no prototype through a query or a path', async () => {
    const queries = [
      '__proto__[polluted]=yes',
      '__proto__.polluted=yes',
      'constructor[prototype][polluted]=yes',
      '__proto__=x',
      'constructor=x',
      'hasOwnProperty=x',
      'toString=x',
    ];
    for (const operation of allOperations) {
      for (const query of queries) {
        const target = `${pathTo(world, operation)}?${query}`;
        const answer = await send(operation, target, operation.body === null ? undefined : '{}');
        pollution.note(
          query,
          answer,
          faultsOf(operation.method, target, answer).map((fault) => `${operation.name}: ${fault}`),
        );
      }
      for (const name of ['__proto__', 'constructor', 'toString', 'prototype']) {
        const target = operation.template.replaceAll(/\{[^}]+\}/g, name);
        if (target === operation.template) continue;
        const answer = await send(operation, target, operation.body === null ? undefined : '{}');
        const isFound = answer.status < 400 ? [`answers ${answer.status}`] : [];
        // No stored id has one of these names, so no operation may succeed.
        pollution.note(
          name,
          answer,
          [...faultsOf(operation.method, target, answer), ...isFound].map(
            (fault) => `${operation.name}: ${fault}`,
          ),
        );
      }
    }
    pollution.expectNoFailure();
    expect(pollutions()).toEqual([]);
  }, 60_000);

  it(`with ${levels} levels or as many members does no harm`, async () => {
    const wide = Array.from({ length: members }, (_, index) => `"k${index}":0`).join();
    const doubled = '"name":"x",'.repeat(50_000);
    for (const operation of withBodies) {
      const whole = wholeBody(world, operation, 3);
      const [first = 'x'] = Object.keys(whole);
      const inField = (value: string): string => withField(whole, first, value);
      await probe(shapes, 'deep lists', operation, nested('[', ']'), true);
      await probe(shapes, 'deep lists that never end', operation, '['.repeat(levels), true);
      await probe(shapes, 'deep objects that never end', operation, '{"a":'.repeat(levels), true);
      await probe(
        shapes,
        'deep objects',
        operation,
        `${'{"a":'.repeat(levels)}0${'}'.repeat(levels)}`,
        operation.api === 'directory',
      );
      await probe(shapes, 'deep lists in a field', operation, inField(nested('[', ']')), true);
      await probe(
        shapes,
        'deep objects in a field',
        operation,
        inField(`${'{"a":'.repeat(levels)}0${'}'.repeat(levels)}`),
        true,
      );
      await probe(shapes, 'a wide object', operation, `{${wide}}`, operation.api === 'directory');
      await probe(shapes, 'a wide list', operation, `[${'0,'.repeat(levels)}0]`, true);
      await probe(shapes, 'a wide list in a field', operation, inField(`[${'{},'.repeat(levels)}0]`), true);
      await probe(shapes, 'a field doubled very often', operation, `{${doubled}"name":"y"}`, false);
      await probe(shapes, 'a number of many digits', operation, inField('9'.repeat(levels)), true);
      await probe(shapes, 'a number that is too large', operation, inField('1e99999'), true);
      await probe(
        shapes,
        'a text of many escapes',
        operation,
        inField(`"${'\\u0041'.repeat(levels)}"`),
        false,
      );
      await probe(
        shapes,
        'a name of many characters',
        operation,
        withMember(whole, `"${'k'.repeat(levels)}":0`),
        operation.api === 'directory',
      );
    }
    shapes.expectNoFailure();
  }, 120_000);

  it('with a repeated field has the last value, for permissions and for storage', async () => {
    const ann = service.as(user('admin-0@bank.example'));
    const body = (statuses: string): string =>
      withMember({ ...anOrganisationBody(), Status: undefined }, statuses);
    // An administrator may keep the status or change it, but not to Active.
    const path = '/organisations/org-0';
    const pending = await ann.put(path, body('"Status":"Active","Status":"Pending"'));
    expect([pending.status, (pending.body as { Status: string }).Status]).toEqual([200, 'Pending']);
    const active = await ann.put(path, body('"Status":"Pending","Status":"Active"'));
    expect(active.status).toBe(403);
    const escaped = await ann.put(path, body('"Status":"Pending","\\u0053tatus":"Active"'));
    expect(escaped.status).toBe(403);
    const rows = await service.database.query(
      `SELECT status FROM directory.organisation WHERE organisation_id = 'org-0'`,
    );
    expect(rows).toEqual([{ status: 'Pending' }]);
    for (const answer of [pending, active, escaped]) shapes.note('a field twice', answer, []);
  });

  it.each(brokenBytes)('with invalid UTF-8 is rejected by every operation: %s', async (name, bytes) => {
    for (const operation of withBodies) {
      const [before = '', behind = ''] = JSON.stringify({ ...wholeBody(world, operation, 4), x: '@' }).split(
        '@',
      );
      const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(behind)]);
      await probe(utf8, name, operation, body, true);
    }
    utf8.expectNoFailure();
  });

  it('in another Unicode encoding is rejected by every operation', async () => {
    for (const operation of withBodies) {
      const text = JSON.stringify(wholeBody(world, operation, 5));
      const bigEndian = Buffer.from(text, 'utf16le').swap16();
      for (const body of [
        Buffer.from(text, 'utf16le'),
        bigEndian,
        Buffer.concat([Buffer.of(0xfe, 0xff), bigEndian]),
        Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]),
      ])
        await probe(utf8, 'UTF-16', operation, body, true);
    }
    utf8.expectNoFailure();
  });

  it.each([
    ['NUL', '\\u0000'],
    ['a lone high surrogate', '\\ud800'],
    ['a lone low surrogate', 'a\\udfffb'],
    ['surrogates the wrong way round', '\\ude00\\ud83d'],
  ])('with an unstorable text is rejected in every field: %s', async (name, escape) => {
    for (const operation of withBodies) {
      const whole = wholeBody(world, operation, 6);
      for (const [field, value] of Object.entries(whole)) {
        // A field that is not stored may contain any text.
        if (typeof value !== 'string' || field === 'password') continue;
        await probe(utf8, name, operation, withField(whole, field, `"Valid text ${escape}"`), true);
      }
    }
    utf8.expectNoFailure();
  });

  it.each([
    ['bidi overrides', '\u202egnp.eman\u202c'],
    ['bidi isolates', '\u2066left\u2069 \u200f'],
    ['joiners', 'a\u200db\u2060c\u00ad'],
    ['marks on marks', `Z\u0351\u036b\u0343\u036a`],
    ['tags', '\u{e0041}\u{e007f}'],
    ['noncharacters', '\ufdd0\uffff\u{10ffff}'],
    ['a byte order mark', '\ufeffmark'],
    ['variation selectors', 'a\ufe0f\u{e0100}'],
  ])('with deceptive Unicode is stored as sent: %s', async (name, text) => {
    const value = `Name ${text} end`;
    const path = '/organisations/org-1';
    const answer = await service.as(admin).put(path, anOrganisationBody({ OrganisationName: value }));
    const kept = await service.as(admin).get(path);
    const faults = [answer, kept].flatMap(({ status, body }) =>
      status === 200 && (body as { OrganisationName: string }).OrganisationName === value
        ? []
        : [`${status}`],
    );
    utf8.note(name, answer, faults);
    utf8.expectNoFailure();
  });
});
