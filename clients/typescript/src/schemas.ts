import type { components, operations } from './openapi.js';

type Schemas = components['schemas'];

export type Organisation = Schemas['OrganisationResponse'];
export type OrganisationPage = Schemas['OrganisationPage'];
export type OrganisationCreate = Schemas['OrganisationCreateRequest'];
export type OrganisationUpdate = Schemas['OrganisationUpdateRequest'];
export type OrganisationPatch = Schemas['OrganisationPatchRequest'];
/** An organisation after a change; it has `Warnings` if something may be a mistake. */
export type AmendedOrganisation = Schemas['AmendedOrganisationResponse'];
/** Counts of the organisations that match a query. */
export type OrganisationStatistics = Schemas['OrganisationStatisticsResponse'];
export type Participant = Schemas['ParticipantResponse'];
export type HistoryEntry = Schemas['HistoryEntryResponse'];
export type HistoryPage = Schemas['HistoryEntryPage'];
export type FieldChange = Schemas['FieldChangeResponse'];
export type AdminUser = Schemas['AdminUserResponse'];
export type AdminUserCreate = Schemas['AdminUserCreateRequest'];
export type AdminUserUpdate = Schemas['AdminUserUpdateRequest'];
export type Flag = Schemas['FlagResponse'];
export type FlagPage = Schemas['FlagPage'];
export type FlagCreate = Schemas['FlagCreateRequest'];
export type FlagUpdate = Schemas['FlagUpdateRequest'];
export type AmendedFlag = Schemas['AmendedFlagResponse'];
export type Webhook = Schemas['WebhookResponse'];
export type WebhookPage = Schemas['WebhookPage'];
/** A new webhook with its secret. */
export type CreatedWebhook = Schemas['CreatedWebhookResponse'];
export type WebhookCreate = Schemas['WebhookCreateRequest'];
export type WebhookPatch = Schemas['WebhookPatchRequest'];
export type WebhookSecret = Schemas['WebhookSecretResponse'];
export type WebhookDelivery = Schemas['WebhookDeliveryResponse'];

/** The filters and the order of `GET /organisations`; the iterators set the page. */
export type OrganisationQuery = Omit<
  NonNullable<operations['listOrganisations']['parameters']['query']>,
  'page'
>;
/** The filters of `GET /organisations/statistics`. */
export type StatisticsQuery = NonNullable<operations['getOrganisationStatistics']['parameters']['query']>;
/** The filters and the order of `GET /references/flags`. */
export type FlagQuery = Omit<NonNullable<operations['listFlags']['parameters']['query']>, 'page'>;
