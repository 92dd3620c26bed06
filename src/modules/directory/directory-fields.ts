import type { Field } from '../../fields/field.js';
import { IsOneOf, IsTrueOrFalse, IsWholeNumber, Provided } from '../../http/validation/field-rules.js';
import { Trimmed } from '../../http/validation/field-readings.js';
import { noAngleBracketsPattern as pattern } from '../../http/validation/text-checks.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../http/validation/text-rules.js';

/** The kinds of field that the nouns of the directory are made of. */

/** JavaScript's `\s`, which is what `trim` removes, for a bracket expression in SQL: PostgreSQL's own depends on the locale, and knows ASCII only in C. */
export const whiteSpace =
  '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** Uses of a field beside requests and responses. */
interface Use {
  readonly column?: string;
  readonly isSortable?: boolean;
  readonly isSearched?: boolean;
}

/** `AddressLine1` is the column `address_line1`. */
function columnOf(wire: string): string {
  return wire.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

function placed<Wire extends string>(wire: Wire, { column, isSortable = true, isSearched = false }: Use) {
  return { wire, column: column ?? columnOf(wire), isSortable, isSearched };
}

/** The same rule as `Trimmed`, `CodePoints` and `NoAngleBrackets`, in SQL. */
function trimmedTextCheck(column: string, min: number, max: number): string {
  const inner = '[^<>]';
  const outer = `[^<>${whiteSpace}]`;
  return `${column} ~ '^${outer}(${inner}*${outer})?$' AND char_length(${column}) BETWEEN ${min} AND ${max}`;
}

/** A text without angle brackets and outer white space that each request must carry; `min` to `max` code points. */
export function requiredText<Wire extends string>(
  wire: Wire,
  min: number,
  max: number,
  description: string,
  example: string,
  use: Use = {},
): Field<Wire, string, 'required'> {
  const place = placed(wire, use);
  return {
    ...place,
    type: 'text',
    isNullable: false,
    inRequest: 'required',
    rules: [Provided(), Trimmed(), IsText(), CodePoints(min, max), NoAngleBrackets(), IsStorable()],
    api: { type: 'string', minLength: min, maxLength: max, pattern, description, example },
    check: trimmedTextCheck(place.column, min, max),
  };
}

/** A text of at most `max` code points without angle brackets and outer white space. Absent or empty is no value. */
export function optionalText<Wire extends string>(
  wire: Wire,
  max: number,
  description: string,
  example: string,
  use: Use = {},
): Field<Wire, string | null, 'optional'> {
  const place = placed(wire, use);
  return {
    ...place,
    type: 'text',
    isNullable: true,
    inRequest: 'optional',
    rules: [Trimmed(), IsText(), CodePoints(0, max), NoAngleBrackets(), IsStorable()],
    api: { type: 'string', nullable: true, maxLength: max, pattern, description, example },
    check: trimmedTextCheck(place.column, 1, max),
  };
}

/** One of the words, which each request must carry unless `whenAbsent` names the word that an absent one means. */
export function word<Wire extends string, Word extends string>(
  wire: Wire,
  words: readonly Word[],
  description: string,
  use?: Use & { readonly columnDefault?: Word },
): Field<Wire, Word, 'required'>;
export function word<Wire extends string, Word extends string>(
  wire: Wire,
  words: readonly Word[],
  description: string,
  use: Use & { readonly whenAbsent: Word },
): Field<Wire, Word, 'optional'>;
export function word<Wire extends string, Word extends string>(
  wire: Wire,
  words: readonly Word[],
  description: string,
  use: Use & { readonly whenAbsent?: Word; readonly columnDefault?: Word } = {},
): Field<Wire, Word> {
  const place = placed(wire, use);
  const { whenAbsent, columnDefault } = use;
  return {
    ...place,
    type: 'text',
    isNullable: false,
    inRequest: whenAbsent === undefined ? 'required' : 'optional',
    ...(whenAbsent === undefined ? {} : { whenAbsent, requestApi: { default: whenAbsent } }),
    ...(columnDefault === undefined ? {} : { columnDefault: `'${columnDefault}'` }),
    rules: [...(whenAbsent === undefined ? [Provided()] : []), IsOneOf(words)],
    api: { enum: [...words], description, example: words[0] },
    check: `${place.column} IN (${words.map((one) => `'${one}'`).join(', ')})`,
  };
}

/** A boolean; `whenAbsent` is the value of a request without it. */
export function trueOrFalse<Wire extends string>(
  wire: Wire,
  whenAbsent: boolean,
  description: string,
  use: Use = {},
): Field<Wire, boolean, 'optional'> {
  return {
    ...placed(wire, use),
    type: 'boolean',
    isNullable: false,
    inRequest: 'optional',
    whenAbsent,
    columnDefault: String(whenAbsent),
    rules: [IsTrueOrFalse()],
    api: { type: 'boolean', description, example: whenAbsent },
    requestApi: { default: whenAbsent },
  };
}

/** A whole number that each request must carry. */
export function wholeNumber<Wire extends string>(
  wire: Wire,
  min: number,
  max: number,
  description: string,
  use: Use & { readonly columnDefault?: number } = {},
): Field<Wire, number, 'required'> {
  const place = placed(wire, use);
  return {
    ...place,
    type: 'integer',
    isNullable: false,
    inRequest: 'required',
    ...(use.columnDefault === undefined ? {} : { columnDefault: use.columnDefault }),
    rules: [Provided(), IsWholeNumber(min, max)],
    api: { type: 'integer', minimum: min, maximum: max, description, example: min },
    check: `${place.column} >= ${min}`,
  };
}

/** A moment that the server sets: `YYYY-MM-DDTHH:mm:ss.sssZ` on the wire. */
export function moment<Wire extends string>(
  wire: Wire,
  description: string,
  use: Use & { readonly check?: string } = {},
): Field<Wire, Date, 'never'> {
  return {
    ...placed(wire, use),
    type: 'timestamptz',
    precision: 3,
    isNullable: false,
    inRequest: 'never',
    columnDefault: 'now()',
    rules: [],
    api: { type: 'string', format: 'date-time', maxLength: 30, description },
    ...(use.check === undefined ? {} : { check: use.check }),
  };
}

/** Counts the entries of a row's history; no part of the row's representation. */
export const revision: Field<null, number, 'never'> = {
  wire: null,
  column: 'revision',
  type: 'integer',
  isNullable: false,
  inRequest: 'never',
  rules: [],
  api: {},
  check: 'revision >= 1',
  columnDefault: 1,
  isSortable: false,
  isSearched: false,
};
