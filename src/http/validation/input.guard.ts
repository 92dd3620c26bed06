import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Invalid } from '../errors/problem.js';
import { shortened } from '../errors/shortened.js';
import { UnfinishedBodies } from '../overload/unfinished-bodies.js';
import { check, fieldsOf } from './check.js';
import { declaredShapes, type InputShapes } from './declared-shapes.js';
import { repeatableFieldsOf } from './field-rules.js';
import { parseQuery, type QueryValues } from './query-string.js';
import { readJsonBody } from './read-json-body.js';
import { unknownField, unknownParameter } from './unknown-names.js';
import { ValidQueryCache } from './valid-query-cache.js';
import { type InputClass, planOf } from './validation-plan.js';

const validQueries = new ValidQueryCache();

/**
 * Reads the body, validates path, query and body against the DTO classes of the handler, and reports all faults
 * together. This is a guard and not a pipe, because Nest runs the pipes of a handler concurrently and reports only the
 * first fault. It runs after the other guards, so that no body is read for an unauthorised caller.
 */
@Injectable()
export class InputGuard implements CanActivate {
  constructor(private readonly bodies: UnfinishedBodies) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const shapes = declaredShapes(context.getClass(), context.getHandler());
    if (shapes.body === null) return checkAll(request, shapes, undefined);
    return readJsonBody(request.raw, this.bodies).then((body) => checkAll(request, shapes, body));
  }
}

/** @throws Invalid with the faults of path, query and body */
function checkAll(request: FastifyRequest, shapes: InputShapes, body: unknown): true {
  const faults = [
    ...checkPath(request, shapes.path),
    ...checkQuery(request, shapes.query),
    ...checkBody(request, shapes.body, body),
  ];
  if (faults.length > 0) throw new Invalid(faults);
  return true;
}

function checkPath(request: FastifyRequest, shape: InputClass | null): string[] {
  if (shape === null) return [];
  const { value, faults } = check(shape, request.params as Record<string, unknown>);
  if (value !== null) request.params = value;
  return faults;
}

function checkQuery(request: FastifyRequest, shape: InputClass | null): string[] {
  if (shape === null) return unknownParameters(parseQuery(request.url), []);
  const cached = validQueries.find(shape, request.url);
  if (cached !== null) {
    request.query = cached;
    return [];
  }
  const { value, faults } = checkParameters(parseQuery(request.url), shape);
  if (value !== null) {
    request.query = value;
    if (faults.length === 0) validQueries.add(shape, request.url, value);
  }
  return faults;
}

function checkParameters(
  given: QueryValues,
  shape: InputClass,
): { readonly value: object | null; readonly faults: string[] } {
  const known = [...fieldsOf(shape)];
  const faults = unknownParameters(given, known);
  const plain: Record<string, unknown> = {};
  const repeatable = repeatableFieldsOf(shape);
  for (const field of known) {
    // An empty value counts as absent, as in Spring and Micronaut.
    const values = given.get(field)?.filter((value) => value !== '') ?? [];
    if (values.length === 0) continue;
    if (values.length > 1 && !repeatable.has(field)) faults.push(`${field} must be given once`);
    plain[field] = repeatable.has(field) ? values : values[0];
  }
  const checked = check(shape, plain);
  return { value: checked.value, faults: [...faults, ...checked.faults] };
}

/** Rejects unknown parameters: a mistyped filter must never return everything. */
function unknownParameters(given: QueryValues, known: readonly string[]): string[] {
  return [...given.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => unknownParameter(name, known));
}

function checkBody(request: FastifyRequest, shape: InputClass | null, body: unknown): string[] {
  if (shape === null) return [];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [notAnObject(body)];
  const { names, ignored } = planOf(shape);
  const unknown = Object.keys(body).filter((name) => !names.has(name) && !ignored.has(name));
  const plain = body as Record<string, unknown>;
  const { value, faults, notes } = check(shape, plain);
  if (value !== null) request.body = 'notes' in value ? Object.assign(value, { notes }) : value;
  return [
    ...unknown.map((name) => unknownField(name, names)),
    ...faults,
    ...differencesFromPath(shape, plain, request.params as Record<string, unknown>),
  ];
}

function differencesFromPath(
  shape: InputClass,
  body: Readonly<Record<string, unknown>>,
  path: Readonly<Record<string, unknown>>,
): string[] {
  return planOf(shape).fields.flatMap(({ field, isSameAsInPath }) => {
    const given = isSameAsInPath && Object.hasOwn(body, field) ? body[field] : undefined;
    if (typeof given !== 'string' || given === path[field]) return [];
    return [
      `${field} is "${shortened(given)}", which is not the ${field} in the path. Send that one or none.`,
    ];
  });
}

function notAnObject(body: unknown): string {
  if (body === undefined) return 'The body is empty; send a JSON object.';
  const kind = Array.isArray(body) ? 'a list' : body === null ? 'null' : `a ${typeof body}`;
  return `The body is ${kind}; send a JSON object.`;
}
