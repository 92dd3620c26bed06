import type { SortField, SortFields } from '../pagination/sort.js';
import type { Organisation } from './organisation.entity.js';

/** The columns that the list can be ordered by. */
export type SortableProperty = Exclude<keyof Organisation, 'revision' | 'searchText'>;

const text = (wireName: string, property: SortableProperty): SortField<SortableProperty> => ({
  wireName,
  property,
  isText: true,
});
const exact = (wireName: string, property: SortableProperty): SortField<SortableProperty> => ({
  wireName,
  property,
  isText: false,
});

/** Any scalar field of an organisation; `createdAt` is what the published example calls CreatedOn. */
export const organisationSort: SortFields<SortableProperty> = {
  fields: [
    text('OrganisationId', 'organisationId'),
    exact('Status', 'status'),
    text('OrganisationName', 'organisationName'),
    { ...exact('CreatedOn', 'createdOn'), alias: 'createdAt' },
    text('LegalEntityName', 'legalEntityName'),
    text('CountryOfRegistration', 'countryOfRegistration'),
    text('CompanyRegister', 'companyRegister'),
    text('Size', 'size'),
    text('RegistrationNumber', 'registrationNumber'),
    text('RegistrationId', 'registrationId'),
    text('RegisteredName', 'registeredName'),
    text('AddressLine1', 'addressLine1'),
    text('AddressLine2', 'addressLine2'),
    text('City', 'city'),
    text('Postcode', 'postcode'),
    text('Country', 'country'),
    text('ParentOrganisationReference', 'parentOrganisationReference'),
    exact('RequiresParticipantTermsAndConditionsSigning', 'requiresParticipantTermsAndConditionsSigning'),
    text('LogoUri', 'logoUri'),
  ],
};

/** The order of a list that asks for none. */
export const defaultOrganisationSort = ['CreatedOn,asc'];
