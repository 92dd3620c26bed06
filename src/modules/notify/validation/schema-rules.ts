import { registerDecorator } from 'class-validator';
import { pythonText } from './python-text.js';

/** Returns the faults of a present value as texts that follow the field's name; empty if it is valid. */
export type FindFaults = (value: unknown) => readonly string[];

/** The name under which a rule says that a field is missing; such faults come after all others. */
export const requiredRule = 'required';

/** Faults of one rule travel through class-validator, which knows one message a rule, joined by this. */
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

/** A rule for a value that is there; one that is absent breaks none. Each rule of a field needs a name of its own. */
export function SchemaRule(name: string, findFaults: FindFaults): PropertyDecorator {
  return register(name, (value) => (value === undefined ? [] : findFaults(value)));
}

/** The field must be there. */
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

/** JSON Schema's `enum`. */
export function OneOf(words: readonly string[], { nullable = false } = {}): PropertyDecorator {
  return SchemaRule('enum', (value) =>
    (typeof value === 'string' && words.includes(value)) || (nullable && value === null)
      ? []
      : [`${pythonText(value)} is not one of [${words.join(', ')}]`],
  );
}

/** A list whose items are words; `named` are those that the message names, where it does not name all that are taken. */
export function ListOf(words: readonly string[], named: readonly string[] = words): PropertyDecorator {
  return SchemaRule('list', (value) => {
    if (!Array.isArray(value)) return [`${pythonText(value)} is not of type array`];
    return value
      .filter((item) => typeof item !== 'string' || !words.includes(item))
      .map((item) => `${pythonText(item)} is not one of [${named.join(', ')}]`);
  });
}

/** At most this many characters, as the database counts them. Says nothing of what is no text. */
export function AtMost(characters: number): PropertyDecorator {
  return SchemaRule('maxLength', (value) =>
    typeof value === 'string' && [...value].length > characters
      ? [`is too long, at most ${characters} characters are kept`]
      : [],
  );
}

/** At least one character. Says nothing of what is no text. */
export function NotEmpty(): PropertyDecorator {
  return SchemaRule('notEmpty', (value) => (value === '' ? ['must not be empty'] : []));
}

/** PostgreSQL keeps any text but NUL and what is not valid Unicode. Says nothing of what is no text. */
export function Storable(): PropertyDecorator {
  return SchemaRule('storable', (value) =>
    typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed())
      ? ['is not valid Unicode without NUL']
      : [],
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID as text, of any version and in any case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

/** A UUID; whatever is wrong with it, the text is the same. */
export function UuidField({ nullable = false } = {}): PropertyDecorator {
  return SchemaRule('uuid', (value) =>
    isUuid(value) || (nullable && value === null) ? [] : ['is not a valid UUID'],
  );
}

/** A list of UUIDs; one text, however many are wrong. */
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
  // JSON may hold 1e400, which is read as infinity.
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}
