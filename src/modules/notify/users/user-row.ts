import type { OrganisationUserPermission } from '../members/organisation-permission.js';
import { utcTimestamp } from '../timestamps.js';
import type { AuthType, UserState } from './user-account.values.js';

/** A user with all that they belong to, as SQL reads it. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly emailAddress: string;
  readonly mobileNumber: string | null;
  readonly authType: AuthType;
  readonly state: UserState;
  readonly platformAdmin: boolean;
  readonly canUseWebauthn: boolean;
  readonly takePartInResearch: boolean;
  readonly receivesNewFeaturesEmail: boolean;
  readonly currentSessionId: string | null;
  readonly failedLoginCount: number;
  readonly emailAccessValidatedAt: string;
  readonly loggedInAt: string | null;
  readonly passwordChangedAt: string;
  readonly createdAt: string;
  /** Ids of the active ones. */
  readonly organisationIds: readonly string[];
  /** By organisation: each that the user belongs to, active or not, and each in which permissions are kept for them. */
  readonly organisationPermissions: Readonly<Record<string, readonly OrganisationUserPermission[]>>;
  /** Ids of the active ones. */
  readonly serviceIds: readonly string[];
  /** By service. */
  readonly servicePermissions: Readonly<Record<string, readonly string[]>>;
}

/** The columns of a `UserRow`, of a user `u`: so however many are read, it is one statement. */
export const userColumns = `
  u.id, u.name, u.email_address AS "emailAddress", u.mobile_number AS "mobileNumber", u.auth_type AS "authType",
  u.state, u.platform_admin AS "platformAdmin", u.can_use_webauthn AS "canUseWebauthn",
  u.take_part_in_research AS "takePartInResearch", u.receives_new_features_email AS "receivesNewFeaturesEmail",
  u.current_session_id AS "currentSessionId", u.failed_login_count AS "failedLoginCount",
  ${utcTimestamp('u.email_access_validated_at')} AS "emailAccessValidatedAt",
  ${utcTimestamp('u.logged_in_at')} AS "loggedInAt",
  to_char(u.password_changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "passwordChangedAt",
  ${utcTimestamp('u.created_at')} AS "createdAt",
  to_jsonb(ARRAY(
    SELECT o.id FROM notify.organisation_member m JOIN notify.organisation o ON o.id = m.organisation_id
    WHERE m.user_id = u.id AND o.active ORDER BY o.id)) AS "organisationIds",
  (SELECT coalesce(jsonb_object_agg(known.organisation_id, to_jsonb(ARRAY(
     SELECT p.permission FROM notify.organisation_permission p
     WHERE p.organisation_id = known.organisation_id AND p.user_id = u.id ORDER BY p.permission))), '{}')
   FROM (
     SELECT m.organisation_id FROM notify.organisation_member m WHERE m.user_id = u.id
     UNION SELECT p.organisation_id FROM notify.organisation_permission p WHERE p.user_id = u.id
   ) known) AS "organisationPermissions",
  to_jsonb(ARRAY(
    SELECT s.id FROM notify.service_member m JOIN notify.service s ON s.id = m.service_id
    WHERE m.user_id = u.id AND s.active ORDER BY s.id)) AS "serviceIds",
  (SELECT coalesce(jsonb_object_agg(m.service_id, to_jsonb(m.permissions)), '{}')
   FROM notify.service_member m WHERE m.user_id = u.id) AS "servicePermissions"`;
