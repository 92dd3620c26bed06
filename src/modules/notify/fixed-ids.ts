/** Ids of rows that migrations insert; Notify's clients know them (contract section 2.2). */
export const nhsEmailBrandingId = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
export const nhsLetterBrandingId = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
export const notifyServiceId = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553';
export const nhsNotifyOrganisationId = '477f8870-af2b-4b81-9a2c-1fad12028919';
