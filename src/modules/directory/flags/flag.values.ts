/** What a flag's Status and Type may be. */
export const flagStatuses = ['Active', 'Inactive'] as const;
export const flagTypes = ['Organisation', 'Software_Statement', 'Authorisation_Server'] as const;

export type FlagType = (typeof flagTypes)[number];
export type FlagStatus = (typeof flagStatuses)[number];
