import { sortedKeys } from '../sorted-keys.js';
import { withOffset } from '../validation/date-time.js';
import type { ServiceChanges, ServiceRecord } from './service-columns.js';
import type { ServiceHistoryResponse } from './service-history.response.dto.js';
import { normalisedName } from './service-name.js';
import type { ServiceUpdateRequest } from './service.dto.js';
import type { ServiceResponse } from './service.response.dto.js';

/** A service as it leaves, field by field. */
export function toServiceResponse(service: ServiceRecord): ServiceResponse {
  return {
    active: service.active,
    billing_contact_email_addresses: service.billingContactEmailAddresses,
    billing_contact_names: service.billingContactNames,
    billing_reference: service.billingReference,
    confirmed_email_sender_name: service.confirmedEmailSenderName,
    confirmed_unique: service.confirmedUnique,
    consent_to_research: service.consentToResearch,
    contact_link: service.contactLink,
    count_as_live: service.countAsLive,
    created_by: service.createdById,
    crown: service.crown,
    custom_email_sender_name: service.customEmailSenderName,
    email_branding: service.emailBrandingId,
    email_message_limit: service.emailMessageLimit,
    email_sender_local_part: service.emailSenderLocalPart,
    go_live_at: service.goLiveAt,
    go_live_user: service.goLiveUserId,
    has_active_go_live_request: service.hasActiveGoLiveRequest,
    id: service.id,
    international_sms_message_limit: service.internationalSmsMessageLimit,
    letter_branding: service.letterBrandingId,
    letter_message_limit: service.letterMessageLimit,
    name: service.name,
    notes: service.notes,
    organisation: service.organisationId,
    organisation_type: service.organisationType,
    permissions: service.permissions,
    prefix_sms: service.prefixSms,
    purchase_order_number: service.purchaseOrderNumber,
    rate_limit: service.rateLimit,
    restricted: service.restricted,
    service_callback_api: [],
    sms_message_limit: service.smsMessageLimit,
    volume_email: service.volumeEmail,
    volume_letter: service.volumeLetter,
    volume_sms: service.volumeSms,
  };
}

/** The versions of a service as they leave. */
export function toServiceHistoryResponse(versions: readonly ServiceRecord[]): ServiceHistoryResponse {
  const history = versions.map((service) =>
    sortedKeys({
      ...toServiceResponse(service),
      created_at: service.createdAt,
      updated_at: service.updatedAt,
      version: service.version,
    }),
  );
  return { data: { api_key_history: [], events: [], service_history: history, template_history: [] } };
}

/** The fields that a checked body sets; those that it does not name are undefined. */
export function toServiceChanges(request: ServiceUpdateRequest): ServiceChanges {
  return {
    name: request.name,
    normalisedName: request.name === undefined ? undefined : normalisedName(request.name),
    active: request.active,
    restricted: request.restricted,
    organisationType: request.organisation_type,
    crown: request.crown,
    emailBrandingId: request.email_branding,
    letterBrandingId: request.letter_branding,
    emailMessageLimit: request.email_message_limit,
    smsMessageLimit: request.sms_message_limit,
    letterMessageLimit: request.letter_message_limit,
    internationalSmsMessageLimit: request.international_sms_message_limit,
    rateLimit: request.rate_limit,
    countAsLive: request.count_as_live,
    hasActiveGoLiveRequest: request.has_active_go_live_request,
    goLiveUserId: request.go_live_user,
    goLiveAt: typeof request.go_live_at === 'string' ? withOffset(request.go_live_at) : request.go_live_at,
    consentToResearch: request.consent_to_research,
    volumeEmail: request.volume_email,
    volumeLetter: request.volume_letter,
    volumeSms: request.volume_sms,
    contactLink: request.contact_link,
    prefixSms: request.prefix_sms,
    confirmedUnique: request.confirmed_unique,
    confirmedEmailSenderName: request.confirmed_email_sender_name,
    customEmailSenderName: request.custom_email_sender_name,
    permissions: request.permissions,
    notes: request.notes,
    purchaseOrderNumber: request.purchase_order_number,
    billingContactNames: request.billing_contact_names,
    billingContactEmailAddresses: request.billing_contact_email_addresses,
    billingReference: request.billing_reference,
    createdById: request.created_by,
  };
}

/** What stands before the @ of the sender, where the names of a service are these. */
export function senderLocalPart(name: string, customName: string | null): string {
  const custom = normalisedName(customName ?? '');
  return custom === '' ? normalisedName(name) : custom;
}
