import { getMetadataStorage, validateSync } from 'class-validator';

/** A class whose fields carry class-validator rules: the type and the checks of one shape on the wire. */
export type InputClass<T extends object = object> = new () => T;

/** A checked value, or why it is refused: one sentence for each fault. */
export type Checked<T> = { value: T; faults: [] } | { value: null; faults: [string, ...string[]] };

const fieldsOfClass = new WeakMap<InputClass, ReadonlySet<string>>();

/** The fields that a shape knows, by name. */
export function fieldsOf(type: InputClass): ReadonlySet<string> {
  const known = fieldsOfClass.get(type);
  if (known !== undefined) return known;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  const fields = new Set(metadata.map((rule) => rule.propertyName));
  fieldsOfClass.set(type, fields);
  return fields;
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
  for (const field of fieldsOf(type)) {
    if (Object.hasOwn(plain, field) && plain[field] !== null) Reflect.set(value, field, plain[field]);
  }
  const faults = validateSync(value, { stopAtFirstError: false }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  const [first, ...rest] = faults;
  return first === undefined ? { value, faults: [] } : { value: null, faults: [first, ...rest] };
}
