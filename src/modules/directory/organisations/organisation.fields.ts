import type { AmendableOf, Field, RowOf } from '../../../fields/field.js';
import { amendableFields, selectList } from '../../../fields/sql.js';
import { moment, optionalText, requiredText, revision, trueOrFalse, word } from '../directory-fields.js';
import type { Flag } from '../flags/flag.fields.js';
import { sortFieldsOf } from '../pagination/sort.js';
import { logoUriApi, logoUriCheck, logoUriRequestApi, logoUriRules } from './logo-uri.js';
import { organisationIdApi, organisationIdCheck, organisationIdRules } from './organisation-id.js';

/** Values of an organisation's Status. */
export const organisationStatuses = ['Active', 'Pending', 'Withdrawn'] as const;
export type OrganisationStatus = (typeof organisationStatuses)[number];

const searched = { isSearched: true };
const logoUri = optionalText(
  'LogoUri',
  65_535,
  'A compliant URI',
  'https://www.sample-bank.example/logo.svg',
);

/** Every field of an organisation on the wire, in the published order. A new one needs this line and a migration. */
export const organisationFields = {
  organisationId: {
    wire: 'OrganisationId',
    column: 'organisation_id',
    type: 'text',
    collation: 'C',
    isNullable: false,
    inRequest: 'never',
    rules: organisationIdRules,
    api: organisationIdApi,
    check: organisationIdCheck,
    isSortable: true,
    isSearched: true,
  } as Field<'OrganisationId', string, 'never'>,
  status: word('Status', organisationStatuses, 'Status of the directory registration of an organisation', {
    whenAbsent: 'Pending',
  }),
  organisationName: requiredText(
    'OrganisationName',
    1,
    255,
    'Name of the organisation',
    'Sample Bank plc',
    searched,
  ),
  createdOn: moment('CreatedOn', 'When it was created, UTC, milliseconds', {
    check: `created_on >= '0001-01-01T00:00:00Z' AND created_on < '10000-01-01T00:00:00Z'`,
  }),
  legalEntityName: requiredText(
    'LegalEntityName',
    1,
    255,
    'Legal Entity name for the org. Usually the same as org name',
    'Sample Bank plc',
    searched,
  ),
  countryOfRegistration: requiredText(
    'CountryOfRegistration',
    2,
    255,
    'Country of registration for the org',
    'GB',
  ),
  companyRegister: requiredText(
    'CompanyRegister',
    1,
    255,
    'Legal company register for the country, i.e. Companies House',
    'Companies House',
  ),
  size: optionalText('Size', 255, 'Size of the organisation', 'Large'),
  registrationNumber: requiredText(
    'RegistrationNumber',
    1,
    255,
    'Company registration number from company register',
    '10000000',
    searched,
  ),
  registrationId: optionalText(
    'RegistrationId',
    40,
    'Registered ID for the organisation, i.e. Legal Entity Identifier',
    'EXMP00SAMPLEBANK0043',
    searched,
  ),
  registeredName: optionalText(
    'RegisteredName',
    255,
    'Registered legal name',
    'Sample Bank Public Limited Company',
    searched,
  ),
  addressLine1: requiredText('AddressLine1', 5, 255, 'Address line 1', '1 Example Street'),
  addressLine2: optionalText('AddressLine2', 255, 'Address line 2', 'Floor 2'),
  city: requiredText('City', 2, 255, 'City', 'London', searched),
  postcode: requiredText('Postcode', 3, 40, 'Postcode', 'EC1A 1AA'),
  country: requiredText('Country', 2, 255, 'Country', 'GB', searched),
  parentOrganisationReference: optionalText(
    'ParentOrganisationReference',
    65_535,
    'OrganisationId or RegistrationNumber of the parent organisation',
    '10000000',
  ),
  requiresParticipantTermsAndConditionsSigning: trueOrFalse(
    'RequiresParticipantTermsAndConditionsSigning',
    true,
    'Participant Terms and Conditions Signing Required',
  ),
  logoUri: {
    ...logoUri,
    rules: logoUriRules,
    api: { ...logoUri.api, ...logoUriApi },
    requestApi: logoUriRequestApi,
    check: logoUriCheck,
  },
} as const;

/** The columns of an organisation's row that leave by the mapper or count its changes. */
export const organisationColumns = {
  ...organisationFields,
  revision,
} as const;

/** The fields that a caller of the API may set. */
export const amendableColumns = amendableFields(organisationFields);

/**
 * The version of a row `o`: the transaction that wrote it. A change of the organisation, its flags or its administrators
 * changes it, whoever makes the change, and no lock does. Versions recur after 2^32 transactions.
 */
export const rowVersion = 'o.xmin::text';

/** Every column of a row `o`, named as in the code. */
export const selectedColumns = selectList(organisationColumns, 'o');

/** The fields that the list can be sorted by; `createdAt` is the published example's name of CreatedOn. */
export const organisationSort = sortFieldsOf(organisationFields, { createdOn: 'createdAt' });
export type SortableProperty = keyof typeof organisationFields;

/** The order of a list that asks for none. */
export const defaultOrganisationSort = ['CreatedOn,asc'];

export type OrganisationRow = RowOf<typeof organisationColumns>;
export type AmendableFields = AmendableOf<typeof organisationFields>;
/** An organisation with the flags that are to be shown, in their order. */
export type OrganisationRecord = OrganisationRow & { readonly flags: readonly Flag[] };
