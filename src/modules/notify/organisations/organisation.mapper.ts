import type { OrganisationRecord } from './organisation-columns.js';
import type { OrganisationSummary } from './organisation-summary.js';
import type { OrganisationSummaryResponse } from './organisation-summary.response.dto.js';
import type { OrganisationResponse } from './organisation.response.dto.js';

/** An organisation as it leaves, field by field. */
export function toOrganisationResponse(organisation: OrganisationRecord): OrganisationResponse {
  return {
    active: organisation.active,
    agreement_signed: organisation.agreementSigned,
    agreement_signed_at: organisation.agreementSignedAt,
    agreement_signed_by_id: organisation.agreementSignedById,
    agreement_signed_on_behalf_of_email_address: organisation.agreementSignedOnBehalfOfEmailAddress,
    agreement_signed_on_behalf_of_name: organisation.agreementSignedOnBehalfOfName,
    agreement_signed_version: organisation.agreementSignedVersion,
    billing_contact_email_addresses: organisation.billingContactEmailAddresses,
    billing_contact_names: organisation.billingContactNames,
    billing_reference: organisation.billingReference,
    can_approve_own_go_live_requests: organisation.canApproveOwnGoLiveRequests,
    count_of_live_services: organisation.countOfLiveServices,
    created_at: organisation.createdAt,
    crown: organisation.crown,
    domains: organisation.domains,
    email_branding_id: organisation.emailBrandingId,
    id: organisation.id,
    letter_branding_id: organisation.letterBrandingId,
    name: organisation.name,
    notes: organisation.notes,
    organisation_type: organisation.organisationType,
    permissions: organisation.permissions,
    purchase_order_number: organisation.purchaseOrderNumber,
    request_to_go_live_notes: organisation.requestToGoLiveNotes,
    updated_at: organisation.updatedAt,
  };
}

/** An organisation as lists show it. */
export function toOrganisationSummary(organisation: OrganisationSummary): OrganisationSummaryResponse {
  return {
    active: organisation.active,
    count_of_live_services: organisation.countOfLiveServices,
    domains: organisation.domains,
    id: organisation.id,
    name: organisation.name,
    organisation_type: organisation.organisationType,
  };
}
