import { ApiProperty } from '@nestjs/swagger';
import { Required } from '../validation/schema-rules.js';
import type { FieldSchema } from '../../../fields/field.js';
import type { CreationOf, NotifyField, NotifyFields, Presence, UpdateOf } from './notify-field.js';

/**
 * A class with the OpenAPI metadata and the rules of every field that may be sent on creation, for a request class to
 * extend.
 * @param missing the fault of a required field that is absent
 */
export function creationOf<F extends NotifyFields>(fields: F, missing?: string): new () => CreationOf<F> {
  class Creation {}
  for (const field of Object.values(fields)) {
    declare(Creation, field, field.onCreate, field.rules, field.requestApi);
    if (field.onCreate === 'required') Required(missing)(Creation.prototype, String(field.wire));
  }
  return Creation as new () => CreationOf<F>;
}

/** The same for an update, which requires no field. */
export function updateOf<F extends NotifyFields>(fields: F): new () => UpdateOf<F> {
  class Update {}
  for (const field of Object.values(fields)) {
    const { onUpdate, rules, updateRules = rules, requestApi, updateApi = requestApi } = field;
    declare(Update, field, onUpdate, updateRules, updateApi);
  }
  return Update;
}

function declare(
  shape: { prototype: object },
  { wire, api, type }: NotifyField,
  presence: Presence,
  rules: readonly PropertyDecorator[],
  requestApi: FieldSchema,
): void {
  if (presence === 'never' || wire === null) return;
  const options = { ...api, ...requestApi, required: presence === 'required' };
  if (requestApi.nullable !== true) Reflect.deleteProperty(options, 'nullable');
  // Requests may leave out the offset of a moment, which the format date-time demands.
  if (type === 'timestamptz') Reflect.deleteProperty(options, 'format');
  ApiProperty(options)(shape.prototype, wire);
  for (const rule of rules) rule(shape.prototype, wire);
}
