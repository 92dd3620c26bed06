import { readDocument } from '../../support/openapi.js';

/** The subset of JSON Schema in the two documents. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly $ref?: string;
}

/** A schema as the document has it: JSON Schema 2020-12. */
type WrittenSchema = Omit<Schema, 'type'> & { readonly type?: string | readonly string[] };

/** The last segment of a reference. */
function nameIn(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Schema;
}

export type ApiName = 'directory' | 'notify';

/** An operation of a document, with resolved references. */
export interface Operation {
  readonly api: ApiName;
  /** In upper case. */
  readonly method: string;
  /** The path with its parameters in braces. */
  readonly template: string;
  /** `METHOD template`, the key in the tables of the tests. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Null without a request body. */
  readonly body: Schema | null;
}

interface WrittenOperation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Returns all operations of a committed document; a contract test compares the document with the served one. */
export function operationsOf(api: ApiName): Operation[] {
  const document = readDocument(api) as unknown as {
    paths: Record<string, Record<string, WrittenOperation>>;
    components: { schemas: Record<string, WrittenSchema>; parameters: Record<string, Parameter> };
  };
  const parameterOf = (written: Parameter | { readonly $ref: string }): Parameter | undefined =>
    '$ref' in written ? document.components.parameters[nameIn(written.$ref)] : written;
  const resolve = (schema: WrittenSchema): Schema => {
    const { $ref, type, ...rest } = schema;
    if ($ref !== undefined) return resolve(document.components.schemas[nameIn($ref)] ?? {});
    const types = [type ?? []].flat();
    const first = types.find((each) => each !== 'null');
    return {
      ...rest,
      ...(first === undefined ? {} : { type: first }),
      nullable: types.includes('null'),
      ...(rest.items === undefined ? {} : { items: resolve(rest.items) }),
      ...(rest.properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(rest.properties).map(([name, property]) => [name, resolve(property)]),
            ),
          }),
    };
  };
  return Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const body = requestBody?.content['application/json']?.schema;
      return {
        api,
        method: method.toUpperCase(),
        template,
        name: `${method.toUpperCase()} ${template}`,
        parameters: parameters.map(parameterOf).filter((parameter) => parameter !== undefined),
        body: body === undefined ? null : resolve(body),
      };
    }),
  );
}

export const allOperations: readonly Operation[] = [...operationsOf('directory'), ...operationsOf('notify')];

/** Returns the path of an operation with percent-encoded parameter values. */
export function pathOf(
  { template }: Pick<Operation, 'template'>,
  values: Readonly<Record<string, string>>,
): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? name));
}
