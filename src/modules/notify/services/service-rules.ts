import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';
import { isDateTime } from '../validation/date-time.js';
import { isUuid, SchemaRule } from '../validation/schema-rules.js';
import { normalisedName } from './service-name.js';

/**
 * Fields of a service in the words of the peer's: each documents itself and says at most one thing of a value.
 * null is a value where the field is nullable, and a fault where it is not.
 */
interface FieldOptions {
  readonly nullable?: boolean;
  /** In the documents only; that it is there is the rule `Required`'s business. */
  readonly required?: boolean;
}

/** What the documents say of a field. */
type FieldForm = FieldOptions & Readonly<Record<string, unknown>>;

const maxText = 255;
const permissionWord = /^[a-z0-9_]{1,255}$/;

/** Text of at most 255 characters, or of any length. */
export function Text({
  limited = true,
  ...options
}: FieldOptions & { limited?: boolean } = {}): PropertyDecorator {
  const most = limited ? { maxLength: maxText } : {};
  return field('text', { type: String, ...most, ...options }, (value) => textFault(value, limited));
}

/** A name that has at least a letter or a digit. */
export function Name(options: FieldOptions = {}): PropertyDecorator {
  return field('name', { type: String, minLength: 1, maxLength: maxText, ...options }, (value) => {
    const fault = textFault(value, true);
    if (fault !== null) return fault;
    return normalisedName(String(value)) === '' ? 'Must have a letter or a digit.' : null;
  });
}

export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field('flag', { type: Boolean, ...options }, (value) =>
    typeof value === 'boolean' ? null : 'Not a valid boolean.',
  );
}

/** A whole number from 0. */
export function Count(most: number, options: FieldOptions = {}): PropertyDecorator {
  return field('count', { type: 'integer', minimum: 0, maximum: most, ...options }, (value) => {
    if (!Number.isInteger(value)) return 'Not a valid integer.';
    const isWithin = Number(value) >= 0 && Number(value) <= most;
    return isWithin ? null : `Must be from 0 to ${most}.`;
  });
}

/** The id of something else. */
export function Id(options: FieldOptions = {}): PropertyDecorator {
  return field('id', { type: String, format: 'uuid', ...options }, (value) =>
    isUuid(value) ? null : 'Not a valid UUID.',
  );
}

/** What kind of organisation it belongs to. */
export function Kind(): PropertyDecorator {
  return field('kind', { enum: [...organisationTypes, null], nullable: true }, (value) =>
    organisationTypes.includes(value as OrganisationType)
      ? null
      : `Must be one of: ${organisationTypes.join(', ')}.`,
  );
}

/** A moment, or none. */
export function Moment(): PropertyDecorator {
  const form = { type: String, nullable: true, description: 'ISO 8601; UTC without an offset' } as const;
  return field('moment', form, (value) => (isDateTime(value) ? null : 'Not a valid datetime.'));
}

/** What the service may do: words, none of them twice. Which words there are is the client's business. */
export function Permissions(): PropertyDecorator {
  const items = { type: 'string', pattern: permissionWord.source } as const;
  return field('permissions', { type: 'array', uniqueItems: true, items }, (value) => {
    if (!Array.isArray(value)) return 'Not a valid list.';
    const words: unknown[] = value;
    if (!words.every((word) => typeof word === 'string' && permissionWord.test(word)))
      return 'Invalid service permission.';
    return new Set(words).size === words.length ? null : 'Duplicate service permission.';
  });
}

function field(name: string, form: FieldForm, faultOf: (value: unknown) => string | null): PropertyDecorator {
  const documented = { required: false, ...form } as ApiPropertyOptions;
  const rule = SchemaRule(name, (value) => {
    const fault = value === null ? nullFault(form.nullable === true) : faultOf(value);
    return fault === null ? [] : [fault];
  });
  return applyDecorators(ApiProperty(documented), rule);
}

function nullFault(isNullable: boolean): string | null {
  return isNullable ? null : 'Field may not be null.';
}

function textFault(value: unknown, isLimited: boolean): string | null {
  if (typeof value !== 'string' || value.includes('\u0000') || !value.isWellFormed())
    return 'Not a valid string.';
  return isLimited && [...value].length > maxText ? `Longer than maximum length ${maxText}.` : null;
}
