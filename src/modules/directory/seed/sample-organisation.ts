/** The organisation of the demonstration data that the sample administrator and `dev-organisation` may amend. */
export const sampleOrganisationId = 'c0ffee00-0000-4000-8000-000000000001';

/** The administrator of the sample organisation, in the demonstration data and in the tokens. */
export const sampleAdministratorEmail = 'admin@sample-bank.example';
