import { type ApiExamples, withExamples } from './add-examples.js';
import { isObject, type JsonObject, mapValues, objectAt, operationsOf } from './json-tree.js';
import { callersExtension } from './operation.decorator.js';
import { mapOperations, withSharedComponents } from './shared-components.js';
import { toOpenApi31 } from './to-openapi-31.js';

/** The parts of a document that Nest can't know. */
export interface DocumentDetails {
  /** The published specification that the API follows, with its version. */
  readonly follows: string;
  /** Callers of the operations that declare none, in a Markdown sentence. */
  readonly callers: string;
  /** Returns true for a schema, by name, that accepts fields other than its own. */
  readonly isOpen: (schema: string) => boolean;
  readonly examples: ApiExamples;
}

/**
 * Returns Nest's document as OpenAPI 3.1, with examples, and with its shared parts written once.
 * @param basePaths the servers: each a path that a proxy strips, or ''; empty for the root alone
 */
export function finishDocument(
  raw: object,
  details: DocumentDetails,
  basePaths: readonly string[],
): JsonObject {
  const document = toOpenApi31(raw as JsonObject);
  const described = {
    ...document,
    paths: mapOperations({ paths: sortedPaths(document) }, (operation) =>
      inOrder(withExamples(withCallers(operation, details.callers), details.examples)),
    ),
  };
  const { paths, components, info, ...rest } = withSharedComponents(described);
  return {
    openapi: rest.openapi,
    info: { ...(info as JsonObject), ...about, 'x-follows': details.follows },
    servers: serversAt(basePaths),
    tags: rest.tags,
    paths,
    components: withClosedSchemas(components as JsonObject, details.isOpen),
  };
}

/** The servers have no origin, so Swagger UI sends its requests to its own. */
function serversAt(basePaths: readonly string[]): JsonObject[] {
  return basePaths.length === 0
    ? [{ url: '/', description: 'The service that serves this document' }]
    : basePaths.map((path) => ({ url: path === '' ? '/' : path }));
}

const about = {
  contact: { name: 'The operator of this service' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** The order in which a reader wants the parts of an operation. */
const partsInOrder = [
  'operationId',
  'summary',
  'description',
  'tags',
  'security',
  'parameters',
  'requestBody',
  'responses',
];

function inOrder(operation: JsonObject): JsonObject {
  const known = partsInOrder.filter((part) => part in operation).map((part) => [part, operation[part]]);
  return { ...(Object.fromEntries(known) as JsonObject), ...operation };
}

/** Sorts the paths by tag, then by name, so that a collection stands before its members. */
function sortedPaths(document: JsonObject): JsonObject {
  const tags = (document.tags as { name: string }[]).map(({ name }) => name);
  const rank = new Map(
    operationsOf(document).map(({ path, operation }) => [
      path,
      tags.indexOf(String((operation.tags as unknown[])[0])),
    ]),
  );
  const paths = Object.entries(objectAt(document, 'paths')).sort(
    ([one], [other]) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0) || (one < other ? -1 : 1),
  );
  return Object.fromEntries(paths);
}

function withCallers(operation: JsonObject, otherwise: string): JsonObject {
  const { [callersExtension]: callers = otherwise, description, ...rest } = operation;
  const isPublic = Array.isArray(rest.security) && rest.security.length === 0;
  const sentence = isPublic ? 'No token is needed.' : String(callers);
  return { ...rest, description: `${String(description)}\n\n**Callers:** ${sentence}` };
}

function withClosedSchemas(components: JsonObject, isOpen: (schema: string) => boolean): JsonObject {
  const close = (schema: unknown, name: string): unknown => {
    const isClosed = isObject(schema) && isObject(schema.properties) && !isOpen(name);
    return isClosed ? { additionalProperties: false, ...schema } : schema;
  };
  return { ...components, schemas: mapValues(objectAt(components, 'schemas'), close) };
}
