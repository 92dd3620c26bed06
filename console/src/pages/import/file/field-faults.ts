import type { FieldSchema } from 'virtual:openapi';
import { textChecksOf } from '../../../forms/schema-checks.ts';

/** Returns the words that a field may have. */
export function wordsOf(schema: FieldSchema | undefined): string[] {
  return (schema?.enum ?? []).filter((one) => one !== null);
}

/** Returns the faults of a value in the API's own sentences and order, each without the name of the field. */
export function faultsOf(field: string, schema: FieldSchema, value: unknown): string[] {
  if (schema.enum !== undefined) {
    const words = wordsOf(schema);
    return typeof value === 'string' && words.includes(value) ? [] : [`must be one of ${words.join(', ')}`];
  }
  const { type = [] } = schema;
  if (type.includes('boolean')) return typeof value === 'boolean' ? [] : ['must be true or false'];
  if (type.includes('integer')) return faultsOfInteger(schema, value);
  return type.includes('string') ? faultsOfText(field, schema, value) : [];
}

function faultsOfInteger({ minimum = 0, maximum = 0 }: FieldSchema, value: unknown): string[] {
  const isWithin = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
  return isWithin ? [] : [`must be a whole number from ${minimum} to ${maximum}`];
}

function faultsOfText(field: string, schema: FieldSchema, value: unknown): string[] {
  if (typeof value !== 'string') return ['must be text'];
  const broken = textChecksOf(field, schema).filter(({ holds }) => !holds(value));
  return broken.map(({ sentence }) => sentence);
}
