import { isObject, type JsonObject, mapValues } from './json-tree.js';

/** Keys whose values are data, not parts of the document. */
const data = new Set(['example', 'examples', 'default', 'enum']);

/**
 * Returns a document of OpenAPI 3.0 in the form of 3.1, whose schemas are JSON Schema 2020-12: `nullable` becomes a type,
 * `example` of a schema becomes `examples`, and an exclusive bound is a number.
 */
export function toOpenApi31(document: JsonObject): JsonObject {
  return { ...(convert(document, '') as JsonObject), openapi: '3.1.0' };
}

function convert(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return node.map((item) => convert(item, ''));
  if (!isObject(node) || data.has(key)) return node;
  if (key === 'schema') return convertSchema(node);
  if (key === 'schemas') return mapValues(node, convertSchema);
  return mapValues(node, convert);
}

function convertSchema(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const { nullable, example, exclusiveMaximum, ...rest } = schema;
  const bound = exclusiveMaximum === true ? { maximum: undefined, exclusiveMaximum: rest.maximum } : {};
  const examples = example === undefined ? {} : { examples: [example] };
  const converted = { ...mapValues(rest, convertKeyword), ...bound, ...examples };
  return withoutUndefined(nullable === true ? orNull(converted) : converted);
}

function convertKeyword(value: unknown, keyword: string): unknown {
  if (keyword === 'properties' && isObject(value)) return mapValues(value, convertSchema);
  if (keyword === 'items' || keyword === 'additionalProperties') return convertSchema(value);
  const isComposition = ['oneOf', 'anyOf', 'allOf'].includes(keyword);
  return isComposition && Array.isArray(value) ? value.map(convertSchema) : value;
}

function orNull(schema: JsonObject): JsonObject {
  const { type, enum: words, ...rest } = schema;
  const values = Array.isArray(words)
    ? { enum: words.includes(null) ? words : [...(words as unknown[]), null] }
    : {};
  if (typeof type === 'string') return { type: [type, 'null'], ...rest, ...values };
  const { allOf, oneOf, anyOf = allOf ?? oneOf, ...annotations } = rest;
  return { ...annotations, anyOf: [...(Array.isArray(anyOf) ? (anyOf as unknown[]) : []), { type: 'null' }] };
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
