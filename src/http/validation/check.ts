import { brokenRules, type InputClass, planOf } from './validation-plan.js';

/** A checked value, or why it is refused: one sentence for each fault. */
export type Checked<T> = { value: T; faults: [] } | { value: null; faults: [string, ...string[]] };

/** The fields that a shape knows, by name. */
export function fieldsOf(type: InputClass): ReadonlySet<string> {
  return planOf(type).names;
}

/**
 * Checks a plain object against a shape. Fields are copied one by one by name, so that neither unknown keys nor
 * `__proto__` reach the instance; naming unknown ones is the caller's, who knows what to call them. null is the same
 * as leaving the field out.
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
