import { exactField, type SortFields, textField } from '../pagination/sort.js';
import type { Organisation, SearchColumn } from './organisation.entity.js';

/** The columns that the list can be ordered by. */
export type SortableProperty = Exclude<keyof Organisation, 'revision' | SearchColumn>;

/** Any scalar field of an organisation; `createdAt` is what the published example calls CreatedOn. */
export const organisationSort: SortFields<SortableProperty> = {
  fields: [
    textField('OrganisationId', 'organisationId'),
    exactField('Status', 'status'),
    textField('OrganisationName', 'organisationName'),
    { ...exactField('CreatedOn', 'createdOn'), alias: 'createdAt' },
    textField('LegalEntityName', 'legalEntityName'),
    textField('CountryOfRegistration', 'countryOfRegistration'),
    textField('CompanyRegister', 'companyRegister'),
    textField('Size', 'size'),
    textField('RegistrationNumber', 'registrationNumber'),
    textField('RegistrationId', 'registrationId'),
    textField('RegisteredName', 'registeredName'),
    textField('AddressLine1', 'addressLine1'),
    textField('AddressLine2', 'addressLine2'),
    textField('City', 'city'),
    textField('Postcode', 'postcode'),
    textField('Country', 'country'),
    textField('ParentOrganisationReference', 'parentOrganisationReference'),
    exactField(
      'RequiresParticipantTermsAndConditionsSigning',
      'requiresParticipantTermsAndConditionsSigning',
    ),
    textField('LogoUri', 'logoUri'),
  ],
};

/** The order of a list that asks for none. */
export const defaultOrganisationSort = ['CreatedOn,asc'];
