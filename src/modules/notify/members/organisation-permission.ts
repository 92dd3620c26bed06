/** What somebody may be allowed to do for an organisation (contract section 2.1). */
export const organisationPermissions = ['can_make_services_live'] as const;

export type OrganisationUserPermission = (typeof organisationPermissions)[number];
