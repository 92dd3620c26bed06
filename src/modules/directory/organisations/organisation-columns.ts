import type { AmendableFields } from './organisation-record.js';
import type { Organisation, SearchColumn } from './organisation.entity.js';

/** A property of the table's row. */
export type OrganisationProperty = Exclude<keyof Organisation, SearchColumn>;

/** Every property in the published order. */
export const organisationProperties: readonly OrganisationProperty[] = [
  'organisationId',
  'status',
  'organisationName',
  'createdOn',
  'legalEntityName',
  'countryOfRegistration',
  'companyRegister',
  'size',
  'registrationNumber',
  'registrationId',
  'registeredName',
  'addressLine1',
  'addressLine2',
  'city',
  'postcode',
  'country',
  'parentOrganisationReference',
  'requiresParticipantTermsAndConditionsSigning',
  'logoUri',
  'revision',
];

const fixedProperties: ReadonlySet<OrganisationProperty> = new Set([
  'organisationId',
  'createdOn',
  'revision',
]);

/** Those that a caller of the API may set. */
export const amendableProperties = organisationProperties.filter(
  (property): property is keyof AmendableFields => !fixedProperties.has(property),
);

/** The column of a property: `addressLine1` is `address_line1`. */
export function columnOf(property: OrganisationProperty): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `o.column AS "property"` for each property, for rows that come out as entities. */
export const selectedColumns = organisationProperties
  .map((property) => `o.${columnOf(property)} AS "${property}"`)
  .join(', ');
