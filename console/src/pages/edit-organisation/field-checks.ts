import type { FieldSchema } from 'virtual:openapi';
import { providedSentence } from '../../../../src/http/validation/text-checks.ts';
import { textChecksOf } from '../../forms/schema-checks.ts';
import type { FieldSchemas, FieldValue, FormValues } from './form-values.ts';

/** The sentences of the API for the present values, by field. */
export type Faults = Readonly<Record<string, readonly string[]>>;

/** Returns the sentences that the API would answer to these values; a field without a fault is absent. */
export function faultsOf(values: FormValues, fields: FieldSchemas, required: readonly string[]): Faults {
  const faults = Object.entries(fields).map(([field, schema]): [string, string[]] => [
    field,
    faultsOfField(field, schema, required.includes(field), values[field] ?? ''),
  ]);
  return Object.fromEntries(faults.filter(([, sentences]) => sentences.length > 0));
}

function faultsOfField(field: string, schema: FieldSchema, isRequired: boolean, value: FieldValue): string[] {
  if (typeof value !== 'string' || schema.enum !== undefined) return [];
  const text = value.trim();
  if (text === '') return isRequired ? [`${field} ${providedSentence}`] : [];
  return textChecksOf(field, schema)
    .filter(({ holds }) => !holds(text))
    .map(({ sentence }) => `${field} ${sentence}`);
}
