/** PostgreSQL's types of the columns that fields are kept in. */
type ColumnType =
  | 'text'
  | 'text[]'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'double precision'
  | 'timestamptz'
  | 'uuid';

/** The keywords of an OpenAPI schema that fields use. */
export interface FieldSchema {
  readonly type?: 'string' | 'boolean' | 'integer' | 'number' | 'array';
  readonly format?: string;
  readonly items?: Pick<FieldSchema, 'type' | 'enum' | 'format' | 'pattern'>;
  readonly uniqueItems?: boolean;
  readonly enum?: (string | null)[];
  readonly nullable?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly example?: unknown;
}

/** The notes on what was read differently from what the caller sent, one sentence each. */
export interface Noted {
  readonly notes: readonly string[];
}

/** Whether a request must carry the field, may carry it, or is not read for it. */
type InRequest = 'required' | 'optional' | 'never';

/** A value of a noun that a table keeps and responses carry. `Value` is its type in a row. */
export interface StoredField<Wire extends string | null = string | null, Value = unknown> {
  /** Name in JSON, as the API's specification spells it. Null for a column that stays inside. */
  readonly wire: Wire;
  readonly column: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
  /** OpenAPI of the field: bounds, pattern, description, example. */
  readonly api: FieldSchema;
  /** The same rules as an SQL condition on the column; a test compares it with the table's CHECK. */
  readonly check?: string;
  /** The column's DEFAULT: an SQL expression, or a number. */
  readonly columnDefault?: string | number;
  /** Collation of the column where it is not the database's own. */
  readonly collation?: string;
  /** Digits of a second that a timestamptz keeps; six where this is absent. */
  readonly precision?: number;
  /** Table whose primary key the column refers to. */
  readonly references?: string;
  /** SQL that reads the column in the form that rows have it; the column itself by default. */
  readonly read?: (column: string) => string;
  /** Never set: carries the type of the value in a row. */
  readonly value?: Value;
}

/**
 * One field of a noun: what the code, the wire and the table must agree on. `Value` is the value in a row;
 * the field names of the code are the keys of the noun's `Fields`.
 */
export interface Field<
  Wire extends string | null = string | null,
  Value = unknown,
  Request extends InRequest = InRequest,
> extends StoredField<Wire, Value> {
  readonly inRequest: Request;
  /** Value of a field that the request leaves out. Undefined where the operation decides. */
  readonly whenAbsent?: Value;
  /** class-validator's rules for a request, in the order in which their faults are reported. */
  readonly rules: readonly PropertyDecorator[];
  /** OpenAPI of the field in a request, where it differs. */
  readonly requestApi?: FieldSchema;
  readonly isSortable: boolean;
  /** Part of the text that free-text search looks in. */
  readonly isSearched: boolean;
}

/** The stored fields of a noun by their names in the code. */
export type StoredFields = Readonly<Record<string, StoredField>>;

/** The fields of a noun by their names in the code, in the published order. */
export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends StoredField<string | null, infer Value> ? Value : never;
type Named<Wire> = Extract<Wire, string>;
type OnWire<Value> = Value extends Date ? string : Value;
type Carried<F extends Fields, Request extends InRequest> = {
  [Name in keyof F as F[Name]['inRequest'] extends Request ? Named<F[Name]['wire']> : never]: NonNullable<
    OnWire<ValueOf<F[Name]>>
  >;
};

/** A row as the code reads and writes it: `addressLine1: string`. */
export type RowOf<F extends StoredFields> = { -readonly [Name in keyof F]: ValueOf<F[Name]> };

/** The fields of a row that requests set. */
export type AmendableOf<F extends Fields> = {
  -readonly [Name in keyof F as F[Name]['inRequest'] extends 'never' ? never : Name]: ValueOf<F[Name]>;
};

/** A response: every field by wire name, times as text. */
export type ResponseOf<F extends StoredFields> = {
  [Name in keyof F as Named<F[Name]['wire']>]: OnWire<ValueOf<F[Name]>>;
};

/** A checked request: what may be left out is optional. */
export type RequestOf<F extends Fields> = Carried<F, 'required'> & Partial<Carried<F, 'optional'>>;

/** A checked merge patch (RFC 7396): what it leaves out stays, null clears. */
export type PatchOf<F extends Fields> = {
  [Name in keyof F as F[Name]['inRequest'] extends 'never' ? never : Named<F[Name]['wire']>]?: OnWire<
    ValueOf<F[Name]>
  >;
};
