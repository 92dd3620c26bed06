import 'reflect-metadata';

/** A DTO class. */
type Shape = new () => object;

/** Reads the given value of a field before its rules. */
export interface FieldReading {
  readonly read: (given: unknown) => unknown;
  /** The note, after the field's name, where reading alters the value. */
  readonly note?: string;
}

/** The meaning of null in a field: a value that clears it, or a fault with this sentence. Without one null is absent. */
export type NullMeaning = { readonly clears: true } | { readonly clears: false; readonly sentence: string };

const keys = {
  reading: Symbol('reading'),
  null: Symbol('null'),
  path: Symbol('path'),
  ignored: Symbol('ignored'),
} as const;

/** The value is read by `read` before the rules see it. */
export function ReadBy(read: FieldReading['read'], note?: string): PropertyDecorator {
  return Reflect.metadata(keys.reading, { read, note });
}

/** White space at either end of a text is removed, with a note. */
export function Trimmed(): PropertyDecorator {
  return ReadBy(
    (given) => (typeof given === 'string' ? given.trim() : given),
    'began or ended with white space, which was removed.',
  );
}

/** null is a value, which clears the field (RFC 7396). */
export function Clearable(): PropertyDecorator {
  return Reflect.metadata(keys.null, { clears: true } satisfies NullMeaning);
}

/** null is a fault. */
export function NotNull(sentence: string): PropertyDecorator {
  return Reflect.metadata(keys.null, { clears: false, sentence } satisfies NullMeaning);
}

/** A text in the body must equal the parameter of this name in the path. */
export function SameAsInPath(): PropertyDecorator {
  return Reflect.metadata(keys.path, true);
}

/** Fields that a body may carry and that are not read, each with the note on it, or null for none. */
export function Ignores(fields: Readonly<Record<string, string | null>>): ClassDecorator {
  return Reflect.metadata(keys.ignored, fields);
}

export function readingOf(type: Shape, field: string): FieldReading | undefined {
  return Reflect.getMetadata(keys.reading, type.prototype as object, field) as FieldReading | undefined;
}

export function nullMeaningOf(type: Shape, field: string): NullMeaning | undefined {
  return Reflect.getMetadata(keys.null, type.prototype as object, field) as NullMeaning | undefined;
}

export function isSameAsInPath(type: Shape, field: string): boolean {
  return Reflect.hasMetadata(keys.path, type.prototype as object, field);
}

export function ignoredFieldsOf(type: Shape): Readonly<Record<string, string | null>> {
  return (Reflect.getMetadata(keys.ignored, type) ?? {}) as Readonly<Record<string, string | null>>;
}
