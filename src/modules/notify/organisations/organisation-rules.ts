import { applyDecorators } from '@nestjs/common';
import { pythonText } from '../validation/python-text.js';
import { AtMost, OfType, SchemaRule, Storable } from '../validation/schema-rules.js';
import { toDomain } from './domain-name.js';

/** What the peer's schema takes and its database does not: null, for a column that is never empty. */
export function NotNull(type: 'string' | 'boolean'): PropertyDecorator {
  return SchemaRule('notNull', (value) => (value === null ? [`None is not of type ${type}`] : []));
}

/** Free text, or null for none. */
export function FreeText(): PropertyDecorator {
  return applyDecorators(OfType('string', 'null'), Storable());
}

/** Text of one line's length, or null for none. */
export function ShortText(): PropertyDecorator {
  return applyDecorators(OfType('string', 'null'), AtMost(255), Storable());
}

/** A list of host names, or null for no change; one fault for each item that is none. */
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
