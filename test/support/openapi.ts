import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './answer.js';

interface OpenApiResponse {
  $ref?: string;
  content?: Record<string, { schema?: object } | undefined>;
}
type Responses = Record<string, OpenApiResponse | undefined>;

interface OpenApiDocument {
  paths: Record<string, Record<string, { responses: Responses } | undefined> | undefined>;
  components: {
    schemas: Record<string, { type?: string; properties?: object; additionalProperties?: boolean }>;
    responses: Record<string, OpenApiResponse | undefined>;
  };
}

/** The committed document; another test compares it with the served one. */
export function readDocument(name: string): OpenApiDocument {
  const file = join(__dirname, '..', '..', 'openapi', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;
}

/** Checks that the operation of the document lists the status of each response, and that the body fits its schema. */
export class AnswerValidator {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly document: OpenApiDocument;

  constructor(name: string) {
    this.document = readDocument(name);
    addFormats.default(this.ajv);
    for (const schema of Object.values(this.document.components.schemas)) {
      if (schema.properties !== undefined) schema.additionalProperties = false;
    }
    this.ajv.addSchema(this.document, 'openapi');
  }

  /** @throws Error if the response differs from the document; paths without an operation are not checked */
  check(method: string, path: string, answer: Answer): void {
    const template = this.templateOf(path.split('?', 1)[0] ?? path);
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const responses = template === null ? undefined : this.document.paths[template]?.[verb]?.responses;
    if (template !== null && responses !== undefined) this.checkAnswer([template, verb], responses, answer);
  }

  private checkAnswer(operation: [string, string], responses: Responses, answer: Answer): void {
    const status = String(answer.status);
    const what = `${operation.join(' ')} ${status}`;
    const written = responses[status];
    if (written === undefined) throw new Error(`${what} is not in the OpenAPI document`);
    const shared = written.$ref?.split('/').at(-1);
    const response = shared === undefined ? written : this.document.components.responses[shared];
    if (response?.content?.['application/json'] === undefined || answer.text === '') return;
    const place =
      shared === undefined
        ? ['paths', ...operation, 'responses', status]
        : ['components', 'responses', shared];
    this.checkBody(what, this.validatorAt([...place, 'content', 'application/json', 'schema']), answer.body);
  }

  private checkBody(what: string, validate: ValidateFunction, body: unknown): void {
    if (validate(body)) return;
    throw new Error(`${what} does not fit the OpenAPI document: ${this.ajv.errorsText(validate.errors)}`);
  }

  private templateOf(path: string): string | null {
    const segments = path.replace(/(?<=.)\/$/, '').split('/');
    const fits = (template: string): boolean => {
      const parts = template.split('/');
      return (
        parts.length === segments.length &&
        parts.every((part, index) => part.startsWith('{') || part === segments[index])
      );
    };
    // A literal path takes precedence over a template that also matches.
    const fitting = Object.keys(this.document.paths).filter(fits);
    return fitting.sort((one, other) => one.split('{').length - other.split('{').length)[0] ?? null;
  }

  private validatorAt(pointer: readonly string[]): ValidateFunction {
    const reference = `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const known = this.validators.get(reference) ?? this.ajv.compile({ $ref: reference });
    this.validators.set(reference, known);
    return known;
  }
}
