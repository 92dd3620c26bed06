import type { FieldSchema } from '../../../fields/field.js';
import { optional, type OptionalField } from '../fields/notify-field.js';
import { maxInteger } from '../validation/number-rules.js';
import { isUuid } from '../validation/schema-rules.js';
import { fieldRule } from './service-rules.js';

/** Max messages a day: a bigint within JavaScript's safe integers, because rows carry it as a double. */
export function messageLimit<W extends string>(wire: W, api: FieldSchema = {}): OptionalField<W, number> {
  const maximum = Number.MAX_SAFE_INTEGER;
  return {
    ...optional,
    wire,
    column: wire,
    type: 'bigint',
    isNullable: false,
    read: (column) => `${column}::double precision`,
    api: { type: 'integer', minimum: 0, ...api },
    requestApi: { maximum },
    rules: [fieldRule(false, countFault(maximum))],
    check: `${wire} >= 0`,
  };
}

/** A whole number from 0 that fits into an integer. */
export function count<W extends string>(wire: W, api: FieldSchema = {}): OptionalField<W, number> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'integer',
    isNullable: false,
    api: { type: 'integer', minimum: 0, ...api },
    requestApi: { maximum: maxInteger },
    rules: [fieldRule(false, countFault(maxInteger))],
  };
}

export function optionalCount<W extends string>(wire: W): OptionalField<W, number | null> {
  return {
    ...optional,
    wire,
    column: wire,
    type: 'integer',
    isNullable: true,
    api: { type: 'integer', minimum: 0, nullable: true },
    requestApi: { nullable: true, maximum: maxInteger },
    rules: [fieldRule(true, countFault(maxInteger))],
  };
}

/** The id of a row of another table; the column has the suffix `_id`. */
export function reference<W extends string>(
  wire: W,
  references: string,
  api: FieldSchema = {},
): OptionalField<W, string | null> {
  return {
    ...optional,
    wire,
    column: `${wire}_id`,
    type: 'uuid',
    isNullable: true,
    references,
    api: { type: 'string', format: 'uuid', nullable: true, ...api },
    requestApi: { nullable: true },
    rules: [fieldRule(true, uuidFault)],
  };
}

/** The user who created the service. */
export const createdBy: OptionalField<'created_by', string> = {
  ...optional,
  wire: 'created_by',
  column: 'created_by_id',
  type: 'uuid',
  isNullable: false,
  references: 'user_account',
  api: { type: 'string', format: 'uuid', description: 'The user who made it' },
  requestApi: {},
  rules: [fieldRule(false, uuidFault)],
};

/** The rule of a UUID that must not be null. */
export const uuidRule = fieldRule(false, uuidFault);

function uuidFault(value: unknown): string | null {
  return isUuid(value) ? null : 'Not a valid UUID.';
}

function countFault(max: number): (value: unknown) => string | null {
  return (value) => {
    if (!Number.isInteger(value)) return 'Not a valid integer.';
    return Number(value) >= 0 && Number(value) <= max ? null : `Must be from 0 to ${max}.`;
  };
}
