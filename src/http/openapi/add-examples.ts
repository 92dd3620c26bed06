import { isObject, type JsonObject, mapValues, objectAt, parametersOf } from './json-tree.js';

/** The examples of a document; a test sends the requests to the sample and compares the responses. */
export interface ApiExamples {
  /** By name, or by `operationId.name`. Their order is the order in which operations list their parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Request bodies by operation id. */
  readonly requests: Readonly<Record<string, unknown>>;
  /** Bodies of successes by operation id, recorded. */
  readonly responses: Readonly<Record<string, unknown>>;
  /** Bodies of errors by status, recorded. */
  readonly errors: Readonly<Record<string, unknown>>;
}

/** Returns the operation with an example for each parameter, body and response. */
export function withExamples(operation: JsonObject, examples: ApiExamples): JsonObject {
  const id = String(operation.operationId);
  const names = Object.keys(examples.parameters);
  const position = ({ name }: JsonObject): number => names.indexOf(String(name)) + 1 || Infinity;
  const parameters = parametersOf(operation)
    .map((parameter) => withParameterExample(parameter, exampleOf(examples, id, String(parameter.name))))
    .sort((one, other) => rankOf(one) - rankOf(other) || position(one) - position(other));
  const body = objectAt(operation, 'requestBody');
  return {
    ...operation,
    parameters,
    ...('requestBody' in operation
      ? { requestBody: { ...body, ...withContentExample(body, examples.requests[id]) } }
      : {}),
    responses: mapValues(objectAt(operation, 'responses'), (response, status) => {
      const example = Number(status) < 300 ? examples.responses[id] : examples.errors[status];
      return isObject(response) ? { ...response, ...withContentExample(response, example) } : response;
    }),
  };
}

/** Path, then query, then header. */
function rankOf(parameter: JsonObject): number {
  return ['path', 'query', 'header'].indexOf(String(parameter.in));
}

function exampleOf({ parameters }: ApiExamples, operationId: string, name: string): unknown {
  return parameters[`${operationId}.${name}`] ?? parameters[name];
}

/**
 * Swagger UI sends the example of a parameter, or else its default, unless somebody deletes the value. An optional
 * parameter without a default has its example in its schema, which Swagger UI only shows.
 */
function withParameterExample(parameter: JsonObject, known: unknown): JsonObject {
  const { example: declared, schema: written, ...rest } = parameter;
  const schema = isObject(written) ? { ...written } : {};
  Reflect.deleteProperty(schema, 'examples');
  const example = known ?? declared;
  if (example === undefined) return { ...rest, schema };
  return parameter.required === true || 'default' in schema
    ? { ...rest, schema, example }
    : { ...rest, schema: { ...schema, examples: [example] } };
}

/** A declared example, as of a stream, is kept. */
function withContentExample(parent: JsonObject, example: unknown): JsonObject {
  if (example === undefined || !isObject(parent.content)) return {};
  return {
    content: mapValues(parent.content, (media) =>
      isObject(media) ? { ...media, example: media.example ?? example } : media,
    ),
  };
}
