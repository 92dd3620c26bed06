import type { FieldSchema } from '../../../fields/field.js';
import { computed } from '../fields/notify-field.js';
import type { OrganisationUserPermission } from '../members/organisation-permission.js';

const activeIds: FieldSchema = {
  type: 'array',
  items: { type: 'string', format: 'uuid' },
  description: 'The active ones',
};
/** A map of lists; its schema is the only one of an object. */
const listsOfText = {
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' } },
} as unknown as FieldSchema;

export const organisationIds = computed<'organisations', readonly string[]>(
  'organisations',
  `to_jsonb(ARRAY(
     SELECT o.id FROM notify.organisation_member m JOIN notify.organisation o ON o.id = m.organisation_id
     WHERE m.user_id = u.id AND o.active ORDER BY o.id))`,
  activeIds,
);

export const organisationPermissions = computed<
  'organisation_permissions',
  Readonly<Record<string, readonly OrganisationUserPermission[]>>
>(
  'organisation_permissions',
  `(SELECT coalesce(jsonb_object_agg(known.organisation_id, to_jsonb(ARRAY(
      SELECT p.permission FROM notify.organisation_permission p
      WHERE p.organisation_id = known.organisation_id AND p.user_id = u.id ORDER BY p.permission))), '{}')
    FROM (
      SELECT m.organisation_id FROM notify.organisation_member m WHERE m.user_id = u.id
      UNION SELECT p.organisation_id FROM notify.organisation_permission p WHERE p.user_id = u.id
    ) known)`,
  {
    ...listsOfText,
    description:
      'Permissions by organisation: each that the user belongs to, and each in which permissions are kept for them',
  },
);

export const serviceIds = computed<'services', readonly string[]>(
  'services',
  `to_jsonb(ARRAY(
     SELECT s.id FROM notify.service_member m JOIN notify.service s ON s.id = m.service_id
     WHERE m.user_id = u.id AND s.active ORDER BY s.id))`,
  activeIds,
);

export const servicePermissions = computed<'permissions', Readonly<Record<string, readonly string[]>>>(
  'permissions',
  `(SELECT coalesce(jsonb_object_agg(m.service_id, to_jsonb(m.permissions)), '{}')
    FROM notify.service_member m WHERE m.user_id = u.id)`,
  { ...listsOfText, description: 'Permissions by service' },
);
