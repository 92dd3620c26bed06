import { withOffset } from '../validation/date-time.js';
import type { OrganisationChanges } from './organisation-columns.js';
import type { OrganisationCreateRequest } from './organisation-create.dto.js';
import type { OrganisationUpdateRequest } from './organisation-update.dto.js';

/** What a checked body asks to be written, field by field. */
export function toOrganisationChanges(
  request: OrganisationCreateRequest | OrganisationUpdateRequest,
): OrganisationChanges {
  return {
    name: request.name,
    active: request.active ?? undefined,
    crown: request.crown,
    organisationType: request.organisation_type,
    emailBrandingId: request.email_branding_id,
    letterBrandingId: request.letter_branding_id,
    agreementSigned: request.agreement_signed,
    agreementSignedAt:
      typeof request.agreement_signed_at === 'string'
        ? withOffset(request.agreement_signed_at)
        : request.agreement_signed_at,
    agreementSignedById: request.agreement_signed_by_id,
    agreementSignedOnBehalfOfName: request.agreement_signed_on_behalf_of_name,
    agreementSignedOnBehalfOfEmailAddress: request.agreement_signed_on_behalf_of_email_address,
    agreementSignedVersion: request.agreement_signed_version,
    requestToGoLiveNotes: request.request_to_go_live_notes,
    notes: request.notes,
    purchaseOrderNumber: request.purchase_order_number,
    billingContactNames: request.billing_contact_names,
    billingContactEmailAddresses: request.billing_contact_email_addresses,
    billingReference: request.billing_reference,
    canApproveOwnGoLiveRequests: request.can_approve_own_go_live_requests,
    permissions: request.permissions === undefined ? undefined : [...new Set(request.permissions)],
  };
}
