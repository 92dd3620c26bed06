import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { apis } from '../../src/modules/apis.js';
import { fapiHeaderFaults } from '../../src/modules/directory/fapi/fapi-headers.js';
import {
  type DocumentedOperation,
  documentedOperations,
  type DocumentedParameter,
  exampleOf,
} from '../support/documented-operations.js';
import { readDocument } from '../support/openapi.js';

interface WholeDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly object[] }>>>
  >;
  readonly components: {
    readonly parameters: Readonly<Record<string, { readonly name: string }>>;
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly securitySchemes: Readonly<
      Record<string, { readonly flows?: Readonly<Record<string, { scopes: object }>> }>
    >;
  };
}

const wholeDocument = (api: string): WholeDocument => readDocument(api) as unknown as WholeDocument;
const named = (operations: readonly DocumentedOperation[]): [string, DocumentedOperation][] =>
  operations.map((operation) => [operation.operationId, operation]);

/** Verbs that the names of generated methods begin with. */
const verbs =
  /^(list|get|search|find|count|download|create|add|replace|patch|update|put|set|link|remove|delete|archive|activate|notify|test|replay)[A-Za-z]+$/;

/** Validates values against schemas of a document, whose references resolve. */
class SchemaValidator {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: object) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'document', ...document });
  }

  faultsOf(schema: object, value: unknown): string {
    const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
    const validate: ValidateFunction = this.ajv.compile(JSON.parse(text) as object);
    return validate(value) ? '' : this.ajv.errorsText(validate.errors);
  }
}

describe.each(apis.map(({ name }) => name))('openapi/%s.json', (api) => {
  const document = wholeDocument(api);
  const operations = documentedOperations(api);
  const validator = new SchemaValidator(document);

  it('is OpenAPI 3.1 with a server, a licence, and the published API that it follows', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({
      license: { identifier: 'Apache-2.0' },
      'x-follows': expect.stringMatching(/^the published /) as string,
    });
    expect(document.servers.length).toBeGreaterThan(0);
  });

  it('describes every tag, and every operation has one of them', () => {
    for (const { description } of document.tags) expect(description).toMatch(/^[A-Z].{15,}\.$/);
    const known = document.tags.map(({ name }) => name);
    expect(new Set(operations.flatMap(({ tags }) => tags))).toEqual(new Set(known));
  });

  it('has operation ids that are unique and read as method names', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(verbs);
  });

  it.each(named(operations))('says of %s what it does and who may call it', (_, operation) => {
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(operation.description).toMatch(/^[A-Z][^]{20,}\.\n\n\*\*Callers:\*\* .+\.$|No token is needed\.$/);
  });

  it.each(named(operations))('names a security scheme and known scopes for %s', (_, operation) => {
    if (operation.operationId === 'getStatus') expect(operation.security).toEqual([]);
    else expect(operation.security.length).toBeGreaterThan(0);
    for (const [scheme, scopes] of operation.security.flatMap((each) => Object.entries(each))) {
      const flows = Object.values(document.components.securitySchemes[scheme]?.flows ?? {});
      const known = flows.flatMap((flow) => Object.keys(flow.scopes));
      expect(document.components.securitySchemes).toHaveProperty(scheme);
      expect(scopes.filter((scope) => !known.includes(scope))).toEqual([]);
    }
  });

  it.each(named(operations))(
    'has a valid example for each parameter, body and response of %s',
    (_, operation) => {
      const examples: [string, object, unknown][] = [
        ...operation.parameters.map((parameter): [string, object, unknown] => [
          parameter.name,
          parameter.schema,
          exampleOf(parameter),
        ]),
        ...Object.entries(operation.bodies).map(([type, { schema, example }]): [string, object, unknown] => [
          type,
          schema,
          example,
        ]),
        ...operation.responses.flatMap(({ status, media }): [string, object, unknown][] =>
          media === null ? [] : [[String(status), media.schema, media.example]],
        ),
      ];
      const faults = examples.map(([what, schema, example]) => [
        what,
        example === undefined ? 'no example' : validator.faultsOf(schema, example),
      ]);
      expect(faults.filter(([, fault]) => fault !== '')).toEqual([]);
    },
  );

  it('writes an error response once, and a parameter twice only with another example', () => {
    const inline = Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ parameters = [] }) => parameters.filter((parameter) => !('$ref' in parameter)))
      .map((parameter) => parameter as { readonly name: string });
    const shared = Object.values(document.components.parameters).map(({ name }) => name);
    const repeated = inline.filter(({ name }, index) => {
      const isTwice =
        inline.findIndex((other) => JSON.stringify(other) === JSON.stringify(inline[index])) !== index;
      return isTwice && !shared.includes(name);
    });
    expect(repeated).toEqual([]);
    const text = readFileSync(join(__dirname, `../../openapi/${api}.json`), 'utf8');
    expect(text.match(/"description": "The database is unreachable"/g)).toHaveLength(1);
  });

  it('closes every response schema', () => {
    const open = Object.entries(document.components.schemas)
      .filter(([name, schema]) => 'properties' in schema && !/Request$|^NamedPermission$/.test(name))
      .filter(([, schema]) => schema.additionalProperties !== false);
    expect(open.map(([name]) => name)).toEqual([]);
  });
});

describe('openapi/directory.json', () => {
  const operations = documentedOperations('directory');
  const document = wholeDocument('directory');
  const header = (name: string): DocumentedParameter => {
    const found = operations[0]?.parameters.find((parameter) => parameter.name === name);
    if (found === undefined) throw new Error(`${name} is not documented`);
    return found;
  };

  it('closes every request schema, because unknown fields are rejected', () => {
    const requests = Object.entries(document.components.schemas).filter(([name]) => name.endsWith('Request'));
    expect(requests.length).toBeGreaterThanOrEqual(6);
    for (const [, schema] of requests) expect(schema).toHaveProperty('additionalProperties', false);
  });

  it('names the schemas of its pages', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['OrganisationPage', 'FlagPage', 'HistoryEntryPage']),
    );
  });

  it('marks the fields that only the service sets as readOnly', () => {
    const { properties } = document.components.schemas.OrganisationResponse ?? {};
    expect(properties).toMatchObject({ OrganisationId: { readOnly: true }, CreatedOn: { readOnly: true } });
    expect(properties).not.toMatchObject({ City: { readOnly: true } });
  });

  it('has DPoP as a security scheme and not as a parameter', () => {
    expect(document.components.securitySchemes).toHaveProperty('dpop.scheme', 'DPoP');
    expect(
      operations.flatMap(({ parameters }) => parameters.map(({ name }) => name.toLowerCase())),
    ).not.toContain('dpop');
  });

  it.each([
    ['x-fapi-auth-date', 'Sun, 10 Sep 2017 19:43:31 UTC', true],
    ['x-fapi-auth-date', 'Sun, 10 Sep 2017 19:43:31 GMT', true],
    ['x-fapi-auth-date', 'Sun, 1 Sep 2017 19:43:31 UTC', false],
    ['x-fapi-auth-date', 'Sun, 10 Sep 2017 19:43:31 CET', false],
    ['x-fapi-auth-date', '2017-09-10T19:43:31Z', false],
    ['x-fapi-interaction-id', 'a', true],
    ['x-fapi-interaction-id', 'a'.repeat(100), true],
    ['x-fapi-interaction-id', 'a'.repeat(101), false],
    ['x-fapi-interaction-id', '-a', false],
    ['x-fapi-customer-ip-address', '::', true],
    ['x-fapi-customer-ip-address', 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255', true],
    ['x-fapi-customer-ip-address', 'f'.repeat(46), false],
    ['x-customer-user-agent', 'a'.repeat(1_024), true],
    ['x-customer-user-agent', 'a'.repeat(1_025), false],
  ])('and the service agree on %s: %s (%s)', (name, value, isValid) => {
    const validator = new SchemaValidator({});
    expect(validator.faultsOf(header(name).schema, value) === '').toBe(isValid);
    expect(fapiHeaderFaults({ [name]: value }, [name, value]).length === 0).toBe(isValid);
  });

  it('has the pattern of x-fapi-auth-date as it is published', () => {
    expect(header('x-fapi-auth-date').schema.pattern).toBe(
      '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d{2}:\\d{2}:\\d{2} (GMT|UTC)$',
    );
  });

  it('has the query parameters of every operation before its headers', () => {
    for (const { parameters } of operations) {
      const places = parameters.map((parameter) => ['path', 'query', 'header'].indexOf(parameter.in));
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }
  });
});
