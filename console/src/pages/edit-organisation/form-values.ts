import type { FieldSchema } from 'virtual:openapi';

/** The value of a control: text, a choice, a tick, or the ids of flags. */
export type FieldValue = string | boolean | readonly string[];

/** The values of a form by the names of the fields on the wire. A text without value is `''`. */
export type FormValues = Readonly<Record<string, FieldValue>>;

export type FieldSchemas = Readonly<Record<string, FieldSchema>>;

export type FieldKind = 'text' | 'choice' | 'tick' | 'flags';

/** Returns the kind of control for a field of the OpenAPI document. */
export function kindOf({ type, enum: words }: FieldSchema): FieldKind {
  const types = [type ?? []].flat();
  if (words !== undefined) return 'choice';
  if (types.includes('boolean')) return 'tick';
  return types.includes('array') ? 'flags' : 'text';
}

/** Returns the fields of a request that a person can set. */
export function settableFields(properties: FieldSchemas): FieldSchemas {
  return Object.fromEntries(Object.entries(properties).filter(([, { readOnly }]) => readOnly !== true));
}

/** Returns the values of a form for an organisation, whether its flags are ids or objects; an absent field has no value. */
export function valuesOf(organisation: object, fields: FieldSchemas): FormValues {
  const source = new Map<string, unknown>(Object.entries(organisation));
  return Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => [field, valueOf(source.get(field), kindOf(schema))]),
  );
}

/** Returns the values of a form for a new organisation: the defaults of the OpenAPI document. */
export function defaultValues(fields: FieldSchemas): FormValues {
  return Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => [field, valueOf(schema.default, kindOf(schema))]),
  );
}

function valueOf(value: unknown, kind: FieldKind): FieldValue {
  if (kind === 'tick') return value === true;
  if (kind === 'flags') return Array.isArray(value) ? value.flatMap(flagIdOf) : [];
  return typeof value === 'string' ? value : '';
}

function flagIdOf(flag: unknown): string[] {
  if (typeof flag === 'string') return [flag];
  if (typeof flag !== 'object' || flag === null || !('Id' in flag)) return [];
  return typeof flag.Id === 'string' ? [flag.Id] : [];
}

/** True if the API would store the same: white space at either end and the order of flags do not count. */
export function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(value: FieldValue | undefined): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'object' ? JSON.stringify([...value].sort()) : String(value);
}

/** Returns the names of the fields whose values differ. */
export function changedFields(base: FormValues, values: FormValues): string[] {
  return Object.keys(values).filter((field) => !isSame(base[field], values[field]));
}

/** Returns the body of a PATCH: the changed fields alone; null clears. */
export function patchOf(base: FormValues, values: FormValues): Record<string, FieldValue | null> {
  return Object.fromEntries(changedFields(base, values).map((field) => [field, sentValue(values[field])]));
}

/** Returns the body of a POST, without the fields that have no value. */
export function bodyOf(values: FormValues): Record<string, FieldValue> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]): [string, FieldValue][] => {
      const sent = sentValue(value);
      return sent === null ? [] : [[field, sent]];
    }),
  );
}

function sentValue(value: FieldValue | undefined): FieldValue | null {
  if (typeof value !== 'string') return value ?? null;
  return value.trim() === '' ? null : value.trim();
}
