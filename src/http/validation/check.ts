import { brokenRules, type InputClass, type PlannedField, planOf } from './validation-plan.js';

/** A valid value with the notes on what was read differently from what was given, or one sentence for each fault. */
export type Checked<T> =
  | { value: T; faults: []; notes: readonly string[] }
  | { value: null; faults: [string, ...string[]]; notes: readonly string[] };

/** Returns the names of the fields of a DTO class. */
export function fieldsOf(type: InputClass): ReadonlySet<string> {
  return planOf(type).names;
}

/**
 * Validates a plain object against a DTO class. Only declared fields are copied, so neither unknown keys nor `__proto__`
 * reach the instance; the caller reports unknown keys. null counts as an absent field unless its declaration says
 * otherwise.
 */
export function check<T extends object>(
  type: InputClass<T>,
  plain: Readonly<Record<string, unknown>>,
): Checked<T> {
  const value = new type();
  const notes = readFields(type, plain, value as Record<string, unknown>);
  const nulls = planOf(type).fields.filter(
    ({ field, nullMeaning }) => nullMeaning !== undefined && ownValue(plain, field) === null,
  );
  const [first, ...rest] = [
    ...nulls.flatMap(faultOfNull),
    ...brokenRules(type, value).map((broken) => broken.text),
  ];
  if (first !== undefined) return { value: null, faults: [first, ...rest], notes };
  // After the rules, which are rules of values.
  for (const { field } of nulls) Reflect.set(value, field, null);
  return { value, faults: [], notes };
}

/** Copies the declared fields that have a value. Returns a note for each that was altered or ignored. */
function readFields(
  type: InputClass,
  plain: Readonly<Record<string, unknown>>,
  instance: Record<string, unknown>,
): string[] {
  const { fields, ignored } = planOf(type);
  const sent = [...ignored].filter(([field]) => Object.hasOwn(plain, field));
  const notes: string[] = [];
  for (const { field, reading } of fields) {
    const given = ownValue(plain, field) ?? undefined;
    if (given === undefined) continue;
    instance[field] = reading === undefined ? given : reading.read(given);
    if (reading?.note !== undefined && instance[field] !== given) notes.push(`${field} ${reading.note}`);
  }
  return [...notes, ...sent.flatMap(([field, note]) => (note === null ? [] : [`${field} ${note}`]))];
}

function ownValue(plain: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(plain, field) ? plain[field] : undefined;
}

function faultOfNull({ field, nullMeaning }: PlannedField): string[] {
  return nullMeaning?.clears === false ? [`${field} ${nullMeaning.sentence}`] : [];
}
