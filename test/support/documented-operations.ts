import { readDocument } from './openapi.js';

/** The parts of a document that its tests read, with references left in place. */
type Node = Readonly<Record<string, unknown>>;

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Node & { readonly examples?: readonly unknown[] };
  readonly example?: unknown;
}

interface Media {
  readonly schema: Node;
  readonly example?: unknown;
}

interface DocumentedResponse {
  readonly status: number;
  readonly media: Media | null;
}

/** An operation of a committed OpenAPI document with its references to parameters and responses resolved. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly DocumentedParameter[];
  /** By content type; empty without a request body. */
  readonly bodies: Readonly<Record<string, Media>>;
  readonly responses: readonly DocumentedResponse[];
}

interface WrittenOperation extends Omit<DocumentedOperation, 'parameters' | 'responses' | 'bodies'> {
  readonly parameters?: readonly Node[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Node>>;
}

export function documentedOperations(api: string): DocumentedOperation[] {
  const document = readDocument(api) as unknown as Node;
  const resolve = (node: Node): Node => {
    if (typeof node.$ref !== 'string') return node;
    const segments = node.$ref.slice(2).split('/');
    return segments.reduce<unknown>((parent, key) => (parent as Node)[key], document) as Node;
  };
  const responseOf = ([status, written]: [string, Node]): DocumentedResponse => {
    const content = resolve(written).content as Readonly<Record<string, Media>> | undefined;
    return { status: Number(status), media: content?.['application/json'] ?? null };
  };
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses, ...rest }]) => ({
      ...rest,
      method: method.toUpperCase(),
      path,
      parameters: parameters.map(resolve) as unknown as DocumentedParameter[],
      bodies: requestBody?.content ?? {},
      responses: Object.entries(responses).map(responseOf),
    })),
  );
}

/** The example of a parameter; undefined without one. */
export function exampleOf({ example, schema }: DocumentedParameter): unknown {
  return example ?? schema.examples?.[0];
}

/**
 * Returns the target of a request made of the examples of an operation.
 * @param isChosen which query parameters the request has
 */
export function exampleTarget(
  operation: DocumentedOperation,
  isChosen: (parameter: DocumentedParameter) => boolean,
): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
    return encodeURIComponent(String(parameter === undefined ? '' : exampleOf(parameter)));
  });
  const pairs = operation.parameters
    .filter((parameter) => parameter.in === 'query' && isChosen(parameter))
    .flatMap((parameter) =>
      [exampleOf(parameter)].flat().map((value): [string, string] => [parameter.name, String(value)]),
    );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** Returns the examples of the headers of an operation. */
export function exampleHeaders(operation: DocumentedOperation): Record<string, string> {
  const headers = operation.parameters.filter((parameter) => parameter.in === 'header');
  return Object.fromEntries(headers.map((parameter) => [parameter.name, String(exampleOf(parameter))]));
}
