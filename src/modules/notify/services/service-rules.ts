import type { FieldSchema } from '../../../fields/field.js';
import { optional, type OptionalField } from '../fields/notify-field.js';
import { SchemaRule } from '../validation/schema-rules.js';
import { normalisedName } from './service-name.js';

const maxText = 255;
const permissionWord = /^[a-z0-9_]{1,255}$/;

/** Returns the fault of a value, null if it is valid. */
type FindFault = (value: unknown) => string | null;

/** A rule of a service's field, in the peer's words: at most one fault for a value. */
export function fieldRule(isNullable: boolean, findFault: FindFault): PropertyDecorator {
  const findFaultOrNull: FindFault = (value) => {
    if (value !== null) return findFault(value);
    return isNullable ? null : 'Field may not be null.';
  };
  return SchemaRule('field', (value) => {
    const fault = findFaultOrNull(value);
    return fault === null ? [] : [fault];
  });
}

/** Text of any length. */
export function freeText<W extends string>(wire: W): OptionalField<W, string | null> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'text',
    isNullable: true,
    api: { type: 'string', nullable: true },
    requestApi: { nullable: true },
    rules: [fieldRule(true, textFault)],
  };
}

/** Text of at most 255 characters. */
export function shortText<W extends string>(wire: W): OptionalField<W, string | null> {
  return {
    ...freeText(wire),
    requestApi: { nullable: true, maxLength: maxText },
    rules: [fieldRule(true, shortTextFault)],
  };
}

/** A name with at least one letter or digit. */
export const nameField: OptionalField<'name', string> = {
  ...optional,
  wire: 'name',
  column: 'name',
  type: 'text',
  isNullable: false,
  api: { type: 'string' },
  requestApi: { minLength: 1, maxLength: maxText },
  rules: [
    fieldRule(
      false,
      (value) =>
        shortTextFault(value) ??
        (normalisedName(String(value)) === '' ? 'Must have a letter or a digit.' : null),
    ),
  ],
  check: `char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
};

/** @param columnDefault null for a column without a default */
export function flag<W extends string>(
  wire: W,
  columnDefault: 'true' | 'false' | null,
  api: FieldSchema = {},
): OptionalField<W, boolean> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'boolean',
    isNullable: false,
    ...(columnDefault === null ? {} : { columnDefault }),
    api: { type: 'boolean', ...api },
    requestApi: {},
    rules: [fieldRule(false, flagFault)],
  };
}

export function optionalFlag<W extends string>(
  wire: W,
  api: FieldSchema = {},
): OptionalField<W, boolean | null> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'boolean',
    isNullable: true,
    api: { type: 'boolean', nullable: true, ...api },
    requestApi: { nullable: true },
    rules: [fieldRule(true, flagFault)],
  };
}

/** The permissions of a service: words without duplicates. The client decides which words there are. */
export const permissionList: OptionalField<'permissions', readonly string[]> = {
  ...optional,
  wire: 'permissions',
  column: 'permissions',
  type: 'text[]',
  isNullable: false,
  columnDefault: `'{email,sms,letter,international_sms,international_letters}'`,
  api: { type: 'array', items: { type: 'string' }, description: 'What the service may do' },
  requestApi: { uniqueItems: true, items: { type: 'string', pattern: permissionWord.source } },
  rules: [fieldRule(false, permissionsFault)],
};

function permissionsFault(value: unknown): string | null {
  if (!Array.isArray(value)) return 'Not a valid list.';
  const words: unknown[] = value;
  if (!words.every((word) => typeof word === 'string' && permissionWord.test(word)))
    return 'Invalid service permission.';
  return new Set(words).size === words.length ? null : 'Duplicate service permission.';
}

function flagFault(value: unknown): string | null {
  return typeof value === 'boolean' ? null : 'Not a valid boolean.';
}

function textFault(value: unknown): string | null {
  return typeof value !== 'string' || value.includes('\u0000') || !value.isWellFormed()
    ? 'Not a valid string.'
    : null;
}

function shortTextFault(value: unknown): string | null {
  const fault = textFault(value);
  if (fault !== null) return fault;
  return [...String(value)].length > maxText ? `Longer than maximum length ${maxText}.` : null;
}
