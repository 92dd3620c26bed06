/** Permissions of a member of an organisation (contract section 2.1). */
export const organisationPermissions = ['can_make_services_live'] as const;

export type OrganisationUserPermission = (typeof organisationPermissions)[number];
