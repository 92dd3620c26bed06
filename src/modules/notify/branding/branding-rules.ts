import type { FieldSchema } from '../../../fields/field.js';
import { type OptionalField, required } from '../fields/notify-field.js';
import { AtMost, NotEmpty, OfType, Storable, UuidField } from '../validation/schema-rules.js';

const maxLength = 255;

/** A text of 1 to 255 characters, required on creation. */
export function brandingText<W extends string>(wire: W, api: FieldSchema, requestApi: FieldSchema = {}) {
  return required<W, string, string>({
    wire,
    column: wire,
    type: 'text',
    isNullable: false,
    api: { type: 'string', ...api },
    requestApi: { minLength: 1, maxLength, ...requestApi },
    onCreate: 'optional',
    onUpdate: 'optional',
    rules: [OfType('string'), NotEmpty(), AtMost(maxLength), Storable()],
    check: `char_length(${wire}) BETWEEN 1 AND ${maxLength}`,
  });
}

/** A text of at most `max` characters. The empty text is stored as null, as the peer does. */
export function optionalBrandingText<W extends string>(
  wire: W,
  api: FieldSchema,
  max = maxLength,
): OptionalField<W, string | null> {
  return {
    wire,
    column: wire,
    type: 'text',
    isNullable: true,
    api: { type: 'string', nullable: true, ...api },
    requestApi: { nullable: true, maxLength: max },
    onCreate: 'optional',
    onUpdate: 'optional',
    rules: [OfType('string', 'null'), AtMost(max), Storable()],
    write: (text) => (text === '' ? null : text),
    check: `char_length(${wire}) BETWEEN 1 AND ${max}`,
  };
}

/** The user who made the branding, null if unknown. */
export const createdBy: OptionalField<'created_by', string | null> = {
  wire: 'created_by',
  column: 'created_by_id',
  type: 'uuid',
  isNullable: true,
  references: 'user_account',
  api: { type: 'string', format: 'uuid', nullable: true, description: 'The user who made it' },
  requestApi: { nullable: true },
  onCreate: 'optional',
  onUpdate: 'optional',
  rules: [UuidField({ nullable: true })],
};
