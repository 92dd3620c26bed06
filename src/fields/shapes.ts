import { ApiProperty } from '@nestjs/swagger';
import { Provided } from '../http/validation/field-rules.js';
import { Clearable, NotNull } from '../http/validation/field-readings.js';
import type {
  Field,
  Fields,
  Noted,
  PatchOf,
  RequestOf,
  ResponseOf,
  StoredField,
  StoredFields,
} from './field.js';

/** A class with the OpenAPI metadata of every field, for a response class to extend. */
export function responseOf<F extends StoredFields>(fields: F): new () => ResponseOf<F> {
  class Response {}
  for (const field of wireFields(fields)) {
    const readOnly = isReadOnly(field) ? { readOnly: true } : {};
    ApiProperty({ ...field.api, ...readOnly })(Response.prototype, field.wire);
  }
  return Response as new () => ResponseOf<F>;
}

/**
 * A class with the OpenAPI metadata and the class-validator rules of every field that a request may carry, for a
 * request class to extend.
 */
export function requestOf<F extends Fields>(fields: F): new () => RequestOf<F> & Noted {
  class Request implements Noted {
    readonly notes = [];
  }
  for (const field of requestFields(fields)) {
    const required = field.inRequest === 'required';
    const nullable = required ? {} : { required, nullable: true };
    ApiProperty({ ...field.api, ...nullable, ...field.requestApi })(Request.prototype, field.wire);
    RulesOf(field)(Request.prototype, field.wire);
  }
  return Request as unknown as new () => RequestOf<F> & Noted;
}

/**
 * A class like that of `requestOf` for a merge patch: no field is required, and null clears a field that may have no
 * value.
 */
export function patchOf<F extends Fields>(fields: F): new () => PatchOf<F> & Noted {
  class Patch implements Noted {
    readonly notes = [];
  }
  for (const field of requestFields(fields)) {
    const { wire, isNullable, inRequest, rules, api, requestApi } = field;
    // A default is that of a request which replaces the record.
    const schema = { ...api, required: false, nullable: isNullable, ...requestApi };
    Reflect.deleteProperty(schema, 'default');
    ApiProperty(schema)(Patch.prototype, wire);
    RulesOf({ rules: rules.filter((rule) => rule !== Provided()) })(Patch.prototype, wire);
    const whenNull =
      inRequest === 'required' ? 'must be provided' : 'must not be null; leave it out to keep it';
    (isNullable ? Clearable() : NotNull(whenNull))(Patch.prototype, wire);
  }
  return Patch as unknown as new () => PatchOf<F> & Noted;
}

/** Whether requests carry a field: all of them, or those that create and those that update. */
interface Presences {
  readonly inRequest?: string;
  readonly onCreate?: string;
  readonly onUpdate?: string;
}

/** Returns true for a field that no request carries. */
function isReadOnly({ inRequest, onCreate, onUpdate }: StoredField & Presences): boolean {
  const presences = [inRequest, onCreate, onUpdate].filter((presence) => presence !== undefined);
  return presences.length > 0 && presences.every((presence) => presence === 'never');
}

/** The class-validator rules of a field, for a property that a class declares itself. */
export function RulesOf({ rules }: Pick<Field, 'rules'>): PropertyDecorator {
  return (target, property) => {
    for (const rule of rules) rule(target, property);
  };
}

/** Returns the same fields in alphabetical order. */
export function alphabetically<F extends Fields>(fields: F): F {
  return Object.fromEntries(
    Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)),
  ) as unknown as F;
}

function requestFields(fields: Fields): Field<string>[] {
  return wireFields<Field>(fields).filter((field) => field.inRequest !== 'never');
}

function wireFields<F extends StoredField>(
  fields: Readonly<Record<string, F>>,
): (F & { readonly wire: string })[] {
  return Object.values(fields).filter((field): field is F & { readonly wire: string } => field.wire !== null);
}
