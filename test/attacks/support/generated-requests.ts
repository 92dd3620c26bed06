import fc, { type Arbitrary } from 'fast-check';
import { allOperations, type Operation, type Parameter, type Schema } from './operations.js';
import { hostileTexts, hostileValues } from './hostile.js';
import { idsNamed, type World } from './world.js';

/** A request generated from an operation of a document. */
export interface GeneratedRequest {
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Index of the caller in the test's list. */
  readonly caller: number;
}

const sometimes = <T>(likely: Arbitrary<T>, weight: number, other: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ arbitrary: likely, weight }, { arbitrary: other, weight: 1 });

const hostileText = fc.oneof(
  { arbitrary: fc.constantFrom(...hostileTexts), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }), weight: 1 },
);

const hostileValue: Arbitrary<unknown> = fc.oneof(
  { arbitrary: hostileText, weight: 3 },
  { arbitrary: fc.constantFrom(...hostileValues), weight: 2 },
  { arbitrary: fc.jsonValue({ maxDepth: 4 }), weight: 1 },
);

const digits = (count: number): Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const letters = (least: number, most: number): Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: least, maxLength: most });
const email = letters(3, 12).map((name) => `${name}@example.gov.uk`);
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Financial years begin in April; the day in April is irrelevant. */
const thisFinancialYear = new Date(Date.now() - 90 * 86_400_000).getUTCFullYear();

/** Fields with a rule that the document states only in prose. */
const byName: Readonly<Record<string, Arbitrary<unknown>>> = {
  After: fc.nat(100).map(String),
  LogoUri: letters(3, 20).map((name) => `https://bank.example/${name}.svg`),
  Operations: fc.uniqueArray(fc.constantFrom('Create', 'Update'), { minLength: 1 }),
  OrganisationIds: fc.uniqueArray(fc.constantFrom('org-0', 'org-1'), { minLength: 1 }),
  Url: letters(3, 20).map((name) => `https://${name}.example/hooks`),
  UserEmail: email,
  agreement_signed_at: moment,
  agreement_signed_version: fc.constantFrom(1, 1.5, 2),
  colour: fc.constantFrom('#005ea5', '#ffffff'),
  displayMine: fc.constantFrom('ann@bank.example', 'nobody@bank.example'),
  domains: fc.array(
    letters(5, 20).map((name) => `${name}.gov.uk`),
    { maxLength: 3 },
  ),
  email_access_validated_at: moment,
  financial_year_start: fc.constant(thisFinancialYear),
  go_live_at: moment,
  invite_link_host: fc.constantFrom('https://notify.example', null),
  mobile_number: digits(9).map((number) => `+447${number}`),
  organisation_team_member_email: email,
  page: fc.nat(4).map(String),
  page_size: fc.integer({ min: 1, max: 50 }).map(String),
  permission: fc.constant('can_make_services_live'),
  rate: fc.constantFrom(0, 0.0233, 1, 999_999),
  size: fc.integer({ min: 1, max: 20 }).map(String),
  sort: fc.constantFrom('createdAt', 'OrganisationName,asc', 'City,desc', 'Status', 'Name', 'Value,desc'),
  template_id: fc.uuid(),
  template_type: fc.constant('email'),
  year: fc.constantFrom('2016', '2025', '2026'),
};

/** Generates a text within the limits of a schema; the patterns in the documents only forbid angle brackets. */
function textOf({ minLength = 0, maxLength = 60 }: Schema): Arbitrary<string> {
  const least = Math.max(minLength, 1);
  return fc
    .string({ unit: 'grapheme', minLength: least, maxLength: Math.max(least, Math.min(maxLength, 30)) })
    .map((text) =>
      `a${text.replaceAll(/[<>\p{Cc}]/gu, '-')}`.slice(0, Math.max(least, Math.min(maxLength, 40))),
    )
    .map((text) => text.toWellFormed().padEnd(least, 'x').replaceAll('\ufffd', '-'));
}

const formats: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid(),
  email,
  date: fc.constantFrom('2026-04-01', '2026-05-01', '2025-12-31'),
};

/** Generates a valid value according to the document; ids mostly refer to existing resources. */
export function valueOf(world: World, schema: Schema, name: string, template: string): Arbitrary<unknown> {
  // A new resource needs an unused id.
  const ids = isNew(name, template) ? [] : idsNamed(world, name, template);
  if (schema.items !== undefined && byName[name] === undefined)
    return listOf(world, schema.items, ids.length > 0 ? name : '', template);
  if (ids.length > 0) return fc.constantFrom(...ids);
  return byName[name] ?? plainValueOf(world, schema, template);
}

/** Generates up to three items: values for the name of the list, or words. */
function listOf(world: World, items: Schema, name: string, template: string): Arbitrary<unknown[]> {
  const isAnyWord = name === '' && items.type === 'string' && items.enum === undefined;
  return fc.uniqueArray(valueOf(world, items, isAnyWord ? 'permission' : name, template), { maxLength: 3 });
}

function isNew(name: string, template: string): boolean {
  return name === 'OrganisationId'
    ? template === '/organisations'
    : name === 'UserEmail' && template.endsWith('users');
}

function plainValueOf(world: World, schema: Schema, template: string): Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === 'object') return objectOf(world, schema, template);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1_000, 2_147_483_647) });
  return formats[schema.format ?? ''] ?? textOf(schema);
}

/** Returns the properties that a request sets; the spoilt bodies carry the others. */
export function writableProperties(schema: Schema): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).filter(([, property]) => property.readOnly !== true);
}

/** Generates a body with all required fields and some optional ones. */
export function objectOf(world: World, schema: Schema, template: string): Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(
    writableProperties(schema).map(([name, property]) => {
      const value = valueOf(world, property, name, template);
      return [name, property.nullable === true ? sometimes(value, 6, fc.constant<unknown>(null)) : value];
    }),
  );
  return fc.record(fields, { requiredKeys: [...(schema.required ?? [])] });
}

/** Generates a valid body with one to three fields replaced, removed or added. */
function spoilt(good: Arbitrary<Record<string, unknown>>, names: readonly string[]): Arbitrary<unknown> {
  const name = sometimes(fc.constantFrom(...(names.length > 0 ? names : ['x'])), 5, hostileText);
  const change = fc.record({ name, value: sometimes(hostileValue, 4, fc.constant<unknown>(undefined)) });
  return fc.tuple(good, fc.array(change, { minLength: 1, maxLength: 3 })).map(([body, changes]) => ({
    ...body,
    ...Object.fromEntries(changes.map(({ name: field, value }) => [field, value])),
  }));
}

const brokenTexts: readonly (string | Uint8Array)[] = [
  '',
  '{',
  '{"a":1,}',
  '[]',
  'null',
  '"text"',
  '1e400',
  '\ufeff{}',
  '{"Status":"Active","Status":"Withdrawn"}',
  '{"__proto__":{"polluted":"yes"}}',
  '{"constructor":{"prototype":{"polluted":"yes"}}}',
  `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
  Uint8Array.of(0x22, 0xc0, 0xaf, 0x22),
  Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
  Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00),
];

function goodBodyOf(world: World, { body, template }: Operation): Arbitrary<string | undefined> {
  return body === null
    ? fc.constant(undefined)
    : objectOf(world, body, template).map((value) => JSON.stringify(value));
}

function wildBodyOf(world: World, operation: Operation): Arbitrary<string | Uint8Array | undefined> {
  const { body, template } = operation;
  if (body === null) return sometimes(fc.constant<string | undefined>(undefined), 9, fc.constant('{}'));
  const names = Object.keys(body.properties ?? {});
  return fc.oneof<Arbitrary<string | Uint8Array | undefined>[]>(
    goodBodyOf(world, operation),
    spoilt(objectOf(world, body, template), names).map((value) => JSON.stringify(value)),
    spoilt(objectOf(world, body, template), names).map((value) => JSON.stringify(value)),
    hostileValue.map((value) => JSON.stringify(value)),
    fc.constantFrom(...brokenTexts),
  );
}

/** Generates a text for a path or a query, with valid or nearly valid percent-encoding. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
const nearlyEncoded = fc.constantFrom(
  '%',
  '%zz',
  '%c0%af',
  '%ed%a0%80',
  '%00',
  '%2e%2e',
  '%2F',
  '..%5c',
  '%25%30%30',
);

const parametersIn = (operation: Operation, place: Parameter['in']): Parameter[] =>
  operation.parameters.filter((parameter) => parameter.in === place);

function fillIn(operation: Operation, values: readonly string[], query: string): string {
  const path = parametersIn(operation, 'path').reduce(
    (target, { name }, index) => target.replace(`{${name}}`, () => values[index] ?? ''),
    operation.template,
  );
  return query === '' ? path : `${path}?${query}`;
}

function queryOf(world: World, operation: Operation, hostility: Arbitrary<string> | null): Arbitrary<string> {
  const pairs = parametersIn(operation, 'query').map(({ name, schema }) => {
    const item = schema.type === 'array' ? (schema.items ?? {}) : schema;
    const good = valueOf(world, item, name, operation.template).map(String);
    const value = hostility === null ? good : fc.oneof(good, hostility);
    return fc.option(
      value.map((text) => `${name}=${encoded(text)}`),
      { nil: '', freq: 2 },
    );
  });
  return fc.tuple(...pairs).map((parts) => parts.filter((part) => part !== '').join('&'));
}

/** Generates a path with matching ids, such as an invite of its organisation. */
function goodTargetOf(world: World, operation: Operation): Arbitrary<string> {
  const { template } = operation;
  const place = fc.nat(world.organisationIds.length - 1);
  return fc.tuple(place, queryOf(world, operation, null)).map(([at, query]) => {
    const values = parametersIn(operation, 'path').map(({ name }) =>
      encoded(idsNamed(world, name, template)[at] ?? ''),
    );
    return fillIn(operation, values, query);
  });
}

const oddPair = fc.oneof(
  nearlyEncoded.map((value) => `filterBy=${value}`),
  hostileText.map((name) => `${encoded(name)}=1`),
  fc.constantFrom(
    '__proto__[polluted]=yes',
    'constructor[prototype][polluted]=yes',
    'access_token=x',
    '&&',
    '=',
  ),
);

function wildTargetOf(world: World, operation: Operation): Arbitrary<string> {
  const segments = parametersIn(operation, 'path').map(({ name, schema }) =>
    fc.oneof(
      {
        arbitrary: valueOf(world, schema, name, operation.template).map((value) => encoded(String(value))),
        weight: 6,
      },
      { arbitrary: hostileText.map(encoded), weight: 2 },
      { arbitrary: nearlyEncoded, weight: 1 },
    ),
  );
  const query = fc
    .tuple(queryOf(world, operation, hostileText), sometimes(fc.constant(''), 8, oddPair))
    .map((parts) => parts.filter((part) => part !== '').join('&'));
  return fc.tuple(fc.tuple(...segments), query).map(([values, text]) => fillIn(operation, values, text));
}

/** Header characters that Node's client accepts: Latin-1 without line breaks and control characters. */
const headerText = hostileText.map((text) =>
  text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 2_000),
);

const goodHeaders: Readonly<Record<string, Arbitrary<string>>> = {
  'x-fapi-auth-date': fc.constant('Sun, 10 Sep 2017 19:43:31 UTC'),
  'x-fapi-customer-ip-address': fc.oneof(fc.ipV4(), fc.constant('2001:DB8::1893:25c8:1946')),
  'x-fapi-interaction-id': fc.uuid(),
  'x-customer-user-agent': fc.constant('Mozilla/5.0'),
  'X-Notify-User-Id': fc.uuid(),
  'If-Match': fc.constant('*'),
  'If-None-Match': fc.constantFrom('"x"', 'W/"x", "y"', '*'),
};

function documentedHeadersOf(
  operation: Operation,
  hostility: Arbitrary<string> | null,
): Arbitrary<Record<string, string>> {
  const pairs = parametersIn(operation, 'header').map(({ name }) => {
    const good = goodHeaders[name] ?? fc.constant('x');
    const value = hostility === null ? good : sometimes(good, 2, hostility);
    return fc.option(
      value.map((text) => [name, text] as const),
      { nil: null, freq: 2 },
    );
  });
  return fc.tuple(...pairs).map((given) => Object.fromEntries(given.filter((pair) => pair !== null)));
}

const contentTypeOf = ({ method }: Operation, type: string): Record<string, string> =>
  method === 'GET' ? {} : { 'content-type': type };

function goodHeadersOf(operation: Operation): Arbitrary<Record<string, string>> {
  const type = contentTypeOf(operation, 'application/json');
  return documentedHeadersOf(operation, null).map((headers) => ({ ...headers, ...type }));
}

function wildHeadersOf(operation: Operation): Arbitrary<Record<string, string>> {
  const accept = fc.constantFrom(
    null,
    null,
    null,
    '*/*',
    'application/json',
    'text/html',
    'application/json;q=0',
  );
  const contentType = sometimes(
    fc.constant('application/json'),
    8,
    fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      ';',
    ),
  );
  return fc
    .tuple(documentedHeadersOf(operation, headerText), accept, contentType)
    .map(([headers, accepted, type]) => ({
      ...headers,
      ...(accepted === null ? {} : { accept: accepted }),
      ...contentTypeOf(operation, type),
    }));
}

/**
 * Generates requests of all operations of both documents with equal frequency. Half of them are valid according to the
 * document; the others have one or more invalid parts.
 * @param operators number of callers at the start of the list that may do everything
 */
export function generatedRequests(
  world: World,
  operators: number,
  callers: number,
): Arbitrary<GeneratedRequest> {
  const otherMethod = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS');
  const good = (operation: Operation): Arbitrary<GeneratedRequest> =>
    fc.record({
      operation: fc.constant(operation.name),
      method: fc.constant(operation.method),
      target: goodTargetOf(world, operation),
      headers: goodHeadersOf(operation),
      body: goodBodyOf(world, operation),
      caller: fc.nat(operators - 1),
    });
  const wild = (operation: Operation): Arbitrary<GeneratedRequest> =>
    fc.record({
      operation: fc.constant(operation.name),
      method: sometimes(fc.constant(operation.method), 20, otherMethod),
      target: fc.oneof(goodTargetOf(world, operation), wildTargetOf(world, operation)),
      headers: fc.oneof(goodHeadersOf(operation), wildHeadersOf(operation)),
      body: wildBodyOf(world, operation),
      caller: sometimes(fc.nat(operators - 1), 3, fc.nat(callers - 1)),
    });
  return fc.oneof(...allOperations.flatMap((operation) => [good(operation), wild(operation)]));
}
