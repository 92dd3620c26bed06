/** The types of organisation (contract section 2.1). */
export const organisationTypes = [
  'central',
  'local',
  'nhs_central',
  'nhs_local',
  'nhs_gp',
  'nhs_notify',
  'emergency_service',
  'school_or_college',
  'other',
] as const;

export type OrganisationType = (typeof organisationTypes)[number];

/** True for the types that get the NHS brandings. */
export function isNhs(type: OrganisationType | null | undefined): boolean {
  return type?.startsWith('nhs_') === true;
}

/** Returns whether a service of this type without an organisation is a Crown body; null if unknown. */
export function impliedCrown(type: OrganisationType | null): boolean | null {
  if (type === 'nhs_central') return true;
  return type === null || type === 'central' || type === 'other' ? null : false;
}
