import type { FieldSchema } from '../../../fields/field.js';
import { optional, type OptionalField } from '../fields/notify-field.js';
import { pythonText } from '../validation/python-text.js';
import { AtMost, NotBlank, OfType, SchemaRule, Storable, UuidField } from '../validation/schema-rules.js';
import { toDomain } from './domain-name.js';

const nullable = true;
const maxShortText = 255;

/** Text of any length. */
export function freeText<W extends string>(wire: W): OptionalField<W, string | null> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'text',
    isNullable: true,
    api: { type: 'string', nullable },
    requestApi: { nullable },
    rules: [OfType('string', 'null'), Storable()],
  };
}

/** Text of at most 255 characters. */
export function shortText<W extends string>(wire: W): OptionalField<W, string | null> {
  return {
    ...freeText(wire),
    requestApi: { nullable, maxLength: maxShortText },
    rules: [OfType('string', 'null'), AtMost(maxShortText), Storable()],
    check: `char_length(${wire}) <= ${maxShortText}`,
  };
}

/** The id of a row of another table. */
export function reference<W extends string>(
  wire: W,
  references: string,
  description: string,
): OptionalField<W, string | null> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'uuid',
    isNullable: true,
    references,
    api: { type: 'string', format: 'uuid', nullable, description },
    requestApi: { nullable },
    rules: [UuidField({ nullable })],
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
    api: { type: 'boolean', nullable, ...api },
    requestApi: { nullable },
    rules: [OfType('boolean', 'null')],
  };
}

/** Refuses null, which the peer's schema permits, in a column that is NOT NULL. */
export function NotNull(type: 'string' | 'boolean'): PropertyDecorator {
  return SchemaRule('notNull', (value) => (value === null ? [`None is not of type ${type}`] : []));
}

/** The name of an organisation, which is never blank. */
export const organisationName: OptionalField<'name', string> = {
  ...optional,
  wire: 'name',
  column: 'name',
  type: 'text',
  isNullable: false,
  api: { type: 'string' },
  requestApi: {
    minLength: 1,
    maxLength: maxShortText,
    description: 'Not blank; unique, also among archived ones',
  },
  rules: [Storable(), NotBlank(), AtMost(maxShortText), OfType('string')],
  updateRules: [Storable(), NotBlank(), AtMost(maxShortText), NotNull('string'), OfType('string', 'null')],
  check: `btrim(name) <> '' AND char_length(name) <= CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
};

/** A list of host names, or null. Reports each item that is not a host name. */
export function DomainList(): PropertyDecorator {
  return SchemaRule('domains', (value) => {
    if (value === null) return [];
    if (!Array.isArray(value)) return [`${pythonText(value)} is not of type array, null`];
    return value.flatMap((item: unknown) => {
      if (typeof item !== 'string') return [`${pythonText(item)} is not of type string`];
      return toDomain(item) === null ? [`${pythonText(item)} is not a domain name`] : [];
    });
  });
}
