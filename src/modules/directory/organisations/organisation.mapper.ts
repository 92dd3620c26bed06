import { toFlagResponse } from '../flags/flag.mapper.js';
import type { OrganisationUpdateRequest } from './organisation.dto.js';
import type { OrganisationResponse } from './organisation.response.dto.js';
import type { OrganisationStatus } from './organisation.values.js';
import type { AmendableFields, OrganisationRecord } from './organisation-record.js';

/** An organisation as it leaves: the published order of fields, null where there is no value. */
export function toOrganisationResponse(organisation: OrganisationRecord): OrganisationResponse {
  return {
    OrganisationId: organisation.organisationId,
    Status: organisation.status,
    OrganisationName: organisation.organisationName,
    CreatedOn: organisation.createdOn.toISOString(),
    LegalEntityName: organisation.legalEntityName,
    CountryOfRegistration: organisation.countryOfRegistration,
    CompanyRegister: organisation.companyRegister,
    Size: organisation.size,
    RegistrationNumber: organisation.registrationNumber,
    RegistrationId: organisation.registrationId,
    RegisteredName: organisation.registeredName,
    AddressLine1: organisation.addressLine1,
    AddressLine2: organisation.addressLine2,
    City: organisation.city,
    Postcode: organisation.postcode,
    Country: organisation.country,
    ParentOrganisationReference: organisation.parentOrganisationReference,
    RequiresParticipantTermsAndConditionsSigning: organisation.requiresParticipantTermsAndConditionsSigning,
    LogoUri: organisation.logoUri,
    Flags: organisation.flags.map(toFlagResponse),
  };
}

/** The record that a checked body describes, its defaults filled in. */
export function toAmendableFields(
  request: OrganisationUpdateRequest,
  defaultStatus: OrganisationStatus,
): AmendableFields {
  return {
    status: request.Status ?? defaultStatus,
    organisationName: request.OrganisationName,
    legalEntityName: request.LegalEntityName,
    countryOfRegistration: request.CountryOfRegistration,
    companyRegister: request.CompanyRegister,
    size: valueOf(request.Size),
    registrationNumber: request.RegistrationNumber,
    registrationId: valueOf(request.RegistrationId),
    registeredName: valueOf(request.RegisteredName),
    addressLine1: request.AddressLine1,
    addressLine2: valueOf(request.AddressLine2),
    city: request.City,
    postcode: request.Postcode,
    country: request.Country,
    parentOrganisationReference: valueOf(request.ParentOrganisationReference),
    requiresParticipantTermsAndConditionsSigning:
      request.RequiresParticipantTermsAndConditionsSigning ?? true,
    logoUri: valueOf(request.LogoUri),
  };
}

/** An optional text that is absent or empty is no value. */
function valueOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
