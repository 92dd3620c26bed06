import type { Problem } from '../../../http/errors/problem.js';
import { fieldsOf } from '../../../http/validation/check.js';
import { type BrokenRule, brokenRules, type InputClass } from '../../../http/validation/validation-plan.js';
import { RuleBroken, SchemaViolation } from '../errors/notify-problems.js';
import { hasFieldErrors, isClosed } from './body-style.js';
import { pythonText } from './python-text.js';
import { faultSeparator, requiredRule } from './schema-rules.js';

interface Fault {
  readonly field: string;
  readonly text: string;
}

/** Max faults in a response, which must not grow with the request. */
const maxFaults = 100;

/**
 * Checks a parsed JSON body against a shape and copies its known fields; null is kept and is not the same as absent.
 * Reports all faults at once: those of values in the order of the shape, then missing fields.
 * @throws SchemaViolation, or RuleBroken with texts by field if the shape has `@FieldErrors()`
 */
export function checkBody<T extends object>(shape: InputClass<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notAnObject(shape, body);
  const value = new shape();
  for (const field of fieldsOf(shape)) {
    if (Object.hasOwn(body, field)) Reflect.set(value, field, Reflect.get(body, field));
  }
  const faults = [...faultsOf(brokenRules(shape, value)), ...unknownFields(shape, body)];
  if (faults.length > 0) throw problemOf(shape, faults.slice(0, maxFaults));
  return value;
}

function faultsOf(broken: readonly BrokenRule[]): Fault[] {
  const faults = broken.flatMap(({ field, rule, text: texts }) =>
    texts.split(faultSeparator).map((text) => ({ field, text, isMissing: rule === requiredRule })),
  );
  return [...faults.filter((fault) => !fault.isMissing), ...faults.filter((fault) => fault.isMissing)];
}

function unknownFields(shape: InputClass, body: object): Fault[] {
  if (!isClosed(shape)) return [];
  const known = fieldsOf(shape);
  return Object.keys(body)
    .filter((field) => !known.has(field))
    .map((field) => ({ field: pythonText(field), text: 'is not a known field' }));
}

function notAnObject(shape: InputClass, body: unknown): Problem {
  const text = `${pythonText(body)} is not of type object`;
  return hasFieldErrors(shape)
    ? new RuleBroken({ _schema: ['Invalid input type.'] })
    : new SchemaViolation([text]);
}

function problemOf(shape: InputClass, faults: readonly Fault[]): Problem {
  if (!hasFieldErrors(shape))
    return new SchemaViolation([...new Set(faults.map(({ field, text }) => `${field} ${text}`))]);
  const byField = new Map<string, string[]>();
  for (const { field, text } of faults) byField.set(field, [...(byField.get(field) ?? []), text]);
  return new RuleBroken(Object.fromEntries([...byField].sort(([one], [other]) => (one < other ? -1 : 1))));
}
