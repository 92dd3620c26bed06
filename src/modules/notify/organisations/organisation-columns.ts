import { utcTimestamp } from '../timestamps.js';
import type { Organisation } from './organisation.entity.js';

/**
 * What a caller may set of an organisation, beside its domains. The moment is read as ISO 8601 in UTC with six digits and
 * `Z`; it may be written with any offset.
 */
export type OrganisationFields = Omit<
  Organisation,
  'id' | 'createdAt' | 'updatedAt' | 'agreementSignedAt'
> & {
  agreementSignedAt: string | null;
};

/** The fields that are to be written; those that are undefined stay as they are. */
export type OrganisationChanges = {
  readonly [Field in keyof OrganisationFields]?: OrganisationFields[Field] | undefined;
};

/** An organisation with all that its answer tells. Times are text as they leave. */
export type OrganisationRecord = Readonly<OrganisationFields> & {
  readonly id: string;
  /** In the order in which they were set. */
  readonly domains: readonly string[];
  readonly countOfLiveServices: number;
  readonly createdAt: string;
  readonly updatedAt: string | null;
};

/** The column of each field that a caller may set. */
export const organisationColumns: Readonly<Record<keyof OrganisationFields, string>> = {
  name: 'name',
  active: 'active',
  crown: 'crown',
  organisationType: 'organisation_type',
  emailBrandingId: 'email_branding_id',
  letterBrandingId: 'letter_branding_id',
  agreementSigned: 'agreement_signed',
  agreementSignedAt: 'agreement_signed_at',
  agreementSignedById: 'agreement_signed_by_id',
  agreementSignedOnBehalfOfName: 'agreement_signed_on_behalf_of_name',
  agreementSignedOnBehalfOfEmailAddress: 'agreement_signed_on_behalf_of_email_address',
  agreementSignedVersion: 'agreement_signed_version',
  requestToGoLiveNotes: 'request_to_go_live_notes',
  notes: 'notes',
  purchaseOrderNumber: 'purchase_order_number',
  billingContactNames: 'billing_contact_names',
  billingContactEmailAddresses: 'billing_contact_email_addresses',
  billingReference: 'billing_reference',
  canApproveOwnGoLiveRequests: 'can_approve_own_go_live_requests',
  permissions: 'permissions',
};

const { agreementSignedAt, ...plainColumns } = organisationColumns;

/** What an `OrganisationRecord` is selected with from `notify.organisation o`. */
export const organisationRecordColumns = [
  'o.id',
  ...Object.entries(plainColumns).map(([field, column]) => `o.${column} AS "${field}"`),
  `${utcTimestamp(`o.${agreementSignedAt}`)} AS "agreementSignedAt"`,
  `${utcTimestamp('o.created_at')} AS "createdAt"`,
  `${utcTimestamp('o.updated_at')} AS "updatedAt"`,
  `ARRAY(SELECT d.domain FROM notify.organisation_domain d WHERE d.organisation_id = o.id ORDER BY d.position) AS domains`,
  `(SELECT count(*)::integer FROM notify.service s
    WHERE s.organisation_id = o.id AND s.active AND NOT s.restricted) AS "countOfLiveServices"`,
].join(', ');
