import type { FieldSchema, RowOf, StoredField } from '../../../fields/field.js';
import { utcTimestamp } from '../timestamps.js';

/** Whether the request of an operation must carry a field, may carry it, or refuses or ignores it. */
export type Presence = 'required' | 'optional' | 'never';

/** A field of one of Notify's nouns. `Sent` is the type of its value in requests, where null differs from absent. */
export interface NotifyField<
  Wire extends string | null = string | null,
  Value = unknown,
  Sent = unknown,
  OnCreate extends Presence = Presence,
  OnUpdate extends Presence = Presence,
> extends StoredField<Wire, Value> {
  readonly onCreate: OnCreate;
  readonly onUpdate: OnUpdate;
  /** class-validator's rules for both requests, in the order in which their faults are reported. */
  readonly rules: readonly PropertyDecorator[];
  /** The rules of updates where they differ. */
  readonly updateRules?: readonly PropertyDecorator[];
  /** OpenAPI of the field in requests, added to `api`: bounds, whether null may be sent. */
  readonly requestApi: FieldSchema;
  /** The same for updates where they differ. */
  readonly updateApi?: FieldSchema;
  /** Turns a checked value into the value to write; undefined means that nothing is written. */
  readonly write?: (sent: unknown) => unknown;
  /** Read by a subquery; the table has no such column. */
  readonly isComputed?: boolean;
  /** Never set: carries the type of the value in requests. */
  readonly sent?: Sent;
}

export type NotifyFields = Readonly<Record<string, NotifyField>>;

type SentOf<F> = F extends NotifyField<string | null, unknown, infer Sent> ? Sent : never;
type Named<F extends NotifyFields, On extends 'onCreate' | 'onUpdate', P extends Presence> = {
  [Name in keyof F as F[Name][On] extends P ? Extract<F[Name]['wire'], string> : never]: SentOf<F[Name]>;
};

/** A checked request to create a noun. */
export type CreationOf<F extends NotifyFields> = Named<F, 'onCreate', 'required'> &
  Partial<Named<F, 'onCreate', 'optional'>>;

/** A checked request to update a noun: no field is required. */
export type UpdateOf<F extends NotifyFields> = Partial<Named<F, 'onUpdate', 'optional'>>;

/** The fields of a row to write. A field that is undefined keeps its value, or gets the column's default. */
export type ChangesOf<F extends Readonly<Record<string, StoredField>>> = {
  readonly [Name in keyof F]?: RowOf<F>[Name] | undefined;
};

/** The presence of an `OptionalField`. */
export const optional = { onCreate: 'optional', onUpdate: 'optional' } as const;

/** A field that requests of both kinds may carry. */
export type OptionalField<Wire extends string, Value, Sent = Value> = NotifyField<
  Wire,
  Value,
  Sent,
  'optional',
  'optional'
>;
export type ReadOnlyField<Wire extends string | null, Value> = NotifyField<
  Wire,
  Value,
  never,
  'never',
  'never'
>;

/** The same field, required on creation. */
export function required<W extends string, V, S>(
  field: OptionalField<W, V, S>,
): NotifyField<W, V, S, 'required', 'optional'> {
  return { ...field, onCreate: 'required' };
}

/** The same field, not read from requests that update. */
export function createOnly<W extends string, V, S>(
  field: OptionalField<W, V, S>,
): NotifyField<W, V, S, 'optional', 'never'> {
  return { ...field, onUpdate: 'never' };
}

/** The same field, not read from requests that create. */
export function updateOnly<W extends string, V, S>(
  field: OptionalField<W, V, S>,
): NotifyField<W, V, S, 'never', 'optional'> {
  return { ...field, onCreate: 'never' };
}

/** The same field, in responses only. */
export function readOnly<W extends string, V, S>(field: OptionalField<W, V, S>): ReadOnlyField<W, V> {
  const { wire, column, type, isNullable, api } = field;
  return responseField({ ...field, wire, column, type, isNullable, api });
}

/** A field that only the service writes. */
export function responseField<W extends string | null, V>(field: StoredField<W, V>): ReadOnlyField<W, V> {
  return { ...field, onCreate: 'never', onUpdate: 'never', rules: [], requestApi: {} };
}

/** A value that a subquery reads. The table has no such column. */
export function computed<W extends string, V>(
  wire: W,
  sql: string,
  api: FieldSchema,
): ReadOnlyField<W, V> & { readonly isComputed: true } {
  const field: StoredField<W, V> = {
    wire,
    column: '',
    type: 'text',
    isNullable: false,
    read: () => sql,
    api,
  };
  return { ...responseField(field), isComputed: true };
}

/** The UUID of the row. */
export const id = responseField<'id', string>({
  wire: 'id',
  column: 'id',
  type: 'uuid',
  isNullable: false,
  api: { type: 'string', format: 'uuid' },
});

/** A moment that the service writes: UTC with six digits and `Z` in rows and responses. */
export function moment<W extends string>(wire: W, example?: string): ReadOnlyField<W, string> {
  return responseField<W, string>({
    ...momentColumn(wire),
    isNullable: false,
    columnDefault: 'now()',
    api: { type: 'string', format: 'date-time', ...(example === undefined ? {} : { example }) },
  });
}

/** The same, null until the service writes it. */
export function optionalMoment<W extends string>(
  wire: W,
  api: { readonly description?: string; readonly example?: string } = {},
): ReadOnlyField<W, string | null> {
  return responseField<W, string | null>({
    ...momentColumn(wire),
    isNullable: true,
    api: { type: 'string', format: 'date-time', nullable: true, ...api },
  });
}

/** The column of a moment, as rows have it. */
export function momentColumn<W extends string>(wire: W) {
  return { wire, column: wire, type: 'timestamptz', precision: 6, read: utcTimestamp } as const;
}
