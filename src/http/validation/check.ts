import { brokenRules, type InputClass, planOf } from './validation-plan.js';

/** A valid value, or one sentence for each fault. */
export type Checked<T> = { value: T; faults: [] } | { value: null; faults: [string, ...string[]] };

/** Returns the names of the fields of a DTO class. */
export function fieldsOf(type: InputClass): ReadonlySet<string> {
  return planOf(type).names;
}

/**
 * Validates a plain object against a DTO class. Only declared fields are copied, so neither unknown keys nor `__proto__`
 * reach the instance; the caller reports unknown keys. null counts as an absent field.
 */
export function check<T extends object>(
  type: InputClass<T>,
  plain: Readonly<Record<string, unknown>>,
): Checked<T> {
  const value = new type();
  const fields = value as Record<string, unknown>;
  for (const field of fieldsOf(type)) {
    if (Object.hasOwn(plain, field) && plain[field] !== null) fields[field] = plain[field];
  }
  const [first, ...rest] = brokenRules(type, value).map((broken) => broken.text);
  return first === undefined ? { value, faults: [] } : { value: null, faults: [first, ...rest] };
}
