import type { Flag } from 'organisations-directory-client';
import { type FieldSchema, requestSchemas } from 'virtual:openapi';
import type { FlagBody, FlagField, FlagValues } from './flag-values.ts';

const schema = requestSchemas.FlagUpdateRequest;

/** Returns what the OpenAPI document says about a field of a flag. */
export function ruleOf(field: FlagField): FieldSchema {
  return schema?.properties[field] ?? {};
}

export function isRequired(field: FlagField): boolean {
  return schema?.required?.includes(field) === true;
}

/** Returns the words that a field may have; none if it has other values. */
export function wordsOf(field: FlagField): readonly string[] {
  return (ruleOf(field).enum ?? []).filter((word) => word !== null);
}

export const isFlagType = (value: string): value is Flag['Type'] => wordsOf('Type').includes(value);
export const isFlagStatus = (value: string): value is Flag['Status'] => wordsOf('Status').includes(value);

/** Returns the request for the values of the form. A number that is none is sent as null, and the directory refuses it. */
export function requestOf(values: FlagValues): FlagBody {
  const { Name, Value, Description, Type, Status, AccessLevel } = values;
  return {
    Name,
    Value,
    Description: Description === '' ? null : Description,
    Type: isFlagType(Type) ? Type : 'Organisation',
    Status: isFlagStatus(Status) ? Status : 'Active',
    AccessLevel: AccessLevel.trim() === '' ? NaN : Number(AccessLevel),
  };
}
