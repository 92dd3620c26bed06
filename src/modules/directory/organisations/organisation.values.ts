/** What an organisation's Status may be. */
export const organisationStatuses = ['Active', 'Pending', 'Withdrawn'] as const;

export type OrganisationStatus = (typeof organisationStatuses)[number];
