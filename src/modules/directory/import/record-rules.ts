import { check } from '../../../http/validation/check.js';
import { adminUserStatuses } from '../admin-users/admin-user.fields.js';
import { flagStatuses } from '../flags/flag.fields.js';
import { OrganisationCreateRequest, OrganisationPath } from '../organisations/organisation.dto.js';
import { organisationFields, organisationStatuses } from '../organisations/organisation.fields.js';
import type { RecordField, RecordRules } from '../participants-file/record-rules.js';
import { AdminUserShape, MapFlagShape, ObjectFlagShape } from './import.dto.js';

/** The rules of the directory for the values of a file, from the declarations of the API. */
export const recordRules: RecordRules<OrganisationCreateRequest> = {
  fields: Object.values(organisationFields).map(({ wire, type, inRequest, isNullable }): RecordField => ({
    wire,
    type: type === 'text' || type === 'boolean' ? type : 'moment',
    isOptional: inRequest === 'optional',
    isNullable,
  })),
  organisationStatuses,
  flagStatuses,
  adminUserStatuses,
  isOrganisationId: (OrganisationId) => check(OrganisationPath, { OrganisationId }).value !== null,
  checkOrganisation: (values) => check(OrganisationCreateRequest, values),
  checkMapFlag: (values) => check(MapFlagShape, values),
  checkObjectFlag: (values) => check(ObjectFlagShape, values),
  checkAdminUser: (values) => check(AdminUserShape, values),
};
