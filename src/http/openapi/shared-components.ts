import { STATUS_CODES } from 'node:http';
import { isObject, type JsonObject, mapValues, objectAt, operationsOf, parametersOf } from './json-tree.js';

type Section = 'headers' | 'parameters' | 'responses';

/** The components of one section, each with the name under which operations refer to it. */
class Components {
  readonly known: JsonObject = {};

  constructor(private readonly section: Section) {}

  /** Returns a reference to the component; another component of the same name leaves this one inline. */
  share(name: string, component: JsonObject): JsonObject {
    this.known[name] ??= component;
    const isSame = JSON.stringify(this.known[name]) === JSON.stringify(component);
    return isSame ? { $ref: `#/components/${this.section}/${name}` } : component;
  }
}

/**
 * Returns the document with its response headers, parameters and responses written once, in `components`. A parameter and
 * a success that only one operation has stay with it.
 */
export function withSharedComponents(document: JsonObject): JsonObject {
  const headers = new Components('headers');
  const parameters = new Components('parameters');
  const responses = new Components('responses');
  const frequent = frequentParameters(document);
  const share = (operation: JsonObject): JsonObject => ({
    ...operation,
    parameters: parametersOf(operation).map((parameter) =>
      frequent.has(JSON.stringify(parameter))
        ? parameters.share(componentName(String(parameter.name)), parameter)
        : parameter,
    ),
    responses: mapValues(objectAt(operation, 'responses'), (response, status) =>
      isObject(response) ? shareResponse(response, status) : response,
    ),
  });
  const shareResponse = (response: JsonObject, status: string): JsonObject => {
    const shared = { ...response, ...sharedHeaders(response) };
    return Number(status) >= 300 ? responses.share(responseName(status), shared) : shared;
  };
  const sharedHeaders = (response: JsonObject): JsonObject => {
    if (!isObject(response.headers)) return {};
    const named = mapValues(response.headers, (header, name) =>
      isObject(header) ? headers.share(componentName(name), header) : header,
    );
    return { headers: named };
  };
  const paths = mapOperations(document, share);
  return {
    ...document,
    paths,
    components: {
      ...objectAt(document, 'components'),
      headers: headers.known,
      parameters: parameters.known,
      responses: responses.known,
    },
  };
}

/** Returns the paths of a document with each operation replaced. */
export function mapOperations(
  document: JsonObject,
  change: (operation: JsonObject, method: string, path: string) => JsonObject,
): JsonObject {
  return mapValues(objectAt(document, 'paths'), (methods, path) =>
    mapValues(isObject(methods) ? methods : {}, (operation, method) =>
      isObject(operation) ? change(operation, method, path) : operation,
    ),
  );
}

/** Returns the texts of the parameters that several operations have: of each name the most frequent one. */
function frequentParameters(document: JsonObject): ReadonlySet<string> {
  const uses = new Map<string, number>();
  const best = new Map<string, string>();
  for (const parameter of operationsOf(document).flatMap(({ operation }) => parametersOf(operation))) {
    const text = JSON.stringify(parameter);
    const name = String(parameter.name);
    const count = (uses.get(text) ?? 0) + 1;
    uses.set(text, count);
    if (count > 1 && count > (uses.get(best.get(name) ?? '') ?? 0)) best.set(name, text);
  }
  return new Set(best.values());
}

/** `x-fapi-auth-date` is `XFapiAuthDate`; `ETag` stays as it is. */
function componentName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

/** `404` is `NotFound`. */
function responseName(status: string): string {
  return (STATUS_CODES[status] ?? status).replaceAll(/[^A-Za-z]/g, '');
}
