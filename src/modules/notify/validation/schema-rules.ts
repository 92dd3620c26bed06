import { registerDecorator } from 'class-validator';
import { withoutInvisible } from './invisible-characters.js';
import { pythonText } from './python-text.js';

/** Returns the faults of a present value as texts that follow the field's name; empty if it is valid. */
export type FindFaults = (value: unknown) => readonly string[];

/** Name of the rule for missing fields, whose faults come after all others. */
export const requiredRule = 'required';

/** Joins the faults of a rule, because class-validator has one message per rule. */
export const faultSeparator = '\u0000';

function register(name: string, findFaults: FindFaults): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: ({ value }) => findFaults(value).join(faultSeparator),
      },
      validator: { validate: (value: unknown) => findFaults(value).length === 0 },
    });
  };
}

/** A rule for present values. Each rule of a field needs its own name. */
export function SchemaRule(name: string, findFaults: FindFaults): PropertyDecorator {
  return register(name, (value) => (value === undefined ? [] : findFaults(value)));
}

/** The field must be present. */
export function Required(text = 'is a required property'): PropertyDecorator {
  return register(requiredRule, (value) => (value === undefined ? [text] : []));
}

export type JsonType = 'string' | 'boolean' | 'number' | 'integer' | 'array' | 'object' | 'null';

/** JSON Schema's `type`. */
export function OfType(...types: readonly JsonType[]): PropertyDecorator {
  return SchemaRule('type', (value) =>
    types.some((type) => isOfType(value, type))
      ? []
      : [`${pythonText(value)} is not of type ${types.join(', ')}`],
  );
}

/** The fault of JSON Schema's `type` for a value that is not text. */
export function notText(value: unknown, { nullable = false } = {}): string {
  return `${pythonText(value)} is not of type string${nullable ? ', null' : ''}`;
}

/** JSON Schema's `enum`. */
export function OneOf(words: readonly string[], { nullable = false } = {}): PropertyDecorator {
  return SchemaRule('enum', (value) =>
    (typeof value === 'string' && words.includes(value)) || (nullable && value === null)
      ? []
      : [`${pythonText(value)} is not one of [${words.join(', ')}]`],
  );
}

/** A list of words. The message names the words in `named`, which may be fewer than those allowed. */
export function ListOf(words: readonly string[], named: readonly string[] = words): PropertyDecorator {
  return SchemaRule('list', (value) => {
    if (!Array.isArray(value)) return [`${pythonText(value)} is not of type array`];
    return value
      .filter((item) => typeof item !== 'string' || !words.includes(item))
      .map((item) => `${pythonText(item)} is not one of [${named.join(', ')}]`);
  });
}

/** Text of at most this many characters, as the database counts them. Other types are valid. */
export function AtMost(characters: number): PropertyDecorator {
  return SchemaRule('maxLength', (value) =>
    typeof value === 'string' && [...value].length > characters
      ? [`is too long, at most ${characters} characters are kept`]
      : [],
  );
}

/** Text of at least one character. Other types are valid. */
export function NotEmpty(): PropertyDecorator {
  return SchemaRule('notEmpty', (value) => (value === '' ? ['must not be empty'] : []));
}

/** Text with a visible character. Other types are valid. */
export function NotBlank(): PropertyDecorator {
  return SchemaRule('notBlank', (value) =>
    typeof value === 'string' && withoutInvisible(value) === '' ? ['must not be empty or blank'] : [],
  );
}

/** Text that PostgreSQL can store: valid Unicode without NUL. Other types are valid. */
export function Storable(): PropertyDecorator {
  return SchemaRule('storable', (value) =>
    typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed())
      ? ['is not valid Unicode without NUL']
      : [],
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Returns true for a UUID of any version, in any letter case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

/** A UUID. Every fault has the same text. */
export function UuidField({ nullable = false } = {}): PropertyDecorator {
  return SchemaRule('uuid', (value) =>
    isUuid(value) || (nullable && value === null) ? [] : ['is not a valid UUID'],
  );
}

/** A list of UUIDs. One text for any number of faults. */
export function UuidList(): PropertyDecorator {
  return SchemaRule('uuidList', (value) => {
    if (!Array.isArray(value)) return [`${pythonText(value)} is not of type array`];
    return value.every(isUuid) ? [] : ['is not a valid UUID'];
  });
}

function isOfType(value: unknown, type: JsonType): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  // JavaScript reads 1e400, which JSON allows, as infinity.
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}
