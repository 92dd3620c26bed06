import type { RowOf } from '../../../fields/field.js';
import {
  type ChangesOf,
  computed,
  id,
  moment,
  momentColumn,
  type OptionalField,
  optionalMoment,
  required,
  updateOnly,
  optional,
} from '../fields/notify-field.js';
import { type OrganisationType, organisationTypes } from '../organisation-types.js';
import { DateTimeField, withOffset } from '../validation/date-time.js';
import { ListOf, OfType, OneOf } from '../validation/schema-rules.js';
import { toDomain } from './domain-name.js';
import {
  DomainList,
  freeText,
  NotNull,
  optionalFlag,
  organisationName,
  reference,
  shortText,
} from './organisation-rules.js';

/** The one permission of organisations, in the peer's spelling and in the seed's (contract section 0, row 4). */
const permissions = ['can_ask_to_join_a_service', 'can_ask_to_join_service'] as const;

const nullable = true;
const time = '2024-01-15T10:00:00.000000Z';

const active: OptionalField<'active', boolean, boolean | null> = {
  ...optional,
  wire: 'active',
  column: 'active',
  type: 'boolean',
  isNullable: false,
  columnDefault: 'true',
  api: { type: 'boolean' },
  requestApi: { nullable, default: true },
  updateApi: {},
  rules: [OfType('boolean', 'null')],
  updateRules: [NotNull('boolean'), OfType('boolean', 'null')],
  write: (sent) => sent ?? undefined,
};

const organisationType: OptionalField<'organisation_type', OrganisationType | null, OrganisationType> = {
  ...optional,
  wire: 'organisation_type',
  column: 'organisation_type',
  type: 'text',
  isNullable: true,
  api: { type: 'string', enum: [...organisationTypes, null], nullable },
  requestApi: { enum: [...organisationTypes] },
  rules: [OneOf(organisationTypes)],
  check: `organisation_type IN (${organisationTypes.map((type) => `'${type}'`).join(', ')})`,
};

const crown = required({
  ...optionalFlag('crown', { description: 'Whether it is a Crown body' }),
  requestApi: {},
  updateApi: { nullable },
  rules: [OfType('boolean')],
  updateRules: [OfType('boolean', 'null')],
});

const domains = updateOnly<'domains', readonly string[], readonly string[] | null>({
  ...computed<'domains', readonly string[]>(
    'domains',
    `ARRAY(SELECT d.domain FROM notify.organisation_domain d WHERE d.organisation_id = o.id ORDER BY d.position)`,
    { type: 'array', items: { type: 'string' }, description: 'In the order in which they were set' },
  ),
  ...optional,
  requestApi: {
    nullable,
    description:
      'All its domains, in order, each a host name of at least two labels, kept in the form that is looked up: lower case, A-labels, .gsi.gov.uk as .gov.uk; null leaves them as they are',
  },
  rules: [DomainList()],
  write: (sent) =>
    sent === null ? undefined : (sent as string[]).map((domain) => toDomain(domain) ?? domain),
});

const permissionList: OptionalField<'permissions', readonly string[]> = {
  ...optional,
  wire: 'permissions',
  column: 'permissions',
  type: 'text[]',
  isNullable: false,
  columnDefault: `'{}'`,
  api: { type: 'array', items: { type: 'string' } },
  requestApi: { items: { type: 'string', enum: [...permissions] } },
  rules: [ListOf(permissions, ['can_ask_to_join_a_service'])],
  write: (sent) => [...new Set(sent as string[])],
  check: `permissions <@ ARRAY['can_ask_to_join_a_service', 'can_ask_to_join_service']`,
};

const agreementSignedAt: OptionalField<'agreement_signed_at', string | null> = {
  ...optional,
  ...momentColumn('agreement_signed_at'),
  isNullable: true,
  api: { type: 'string', format: 'date-time', nullable, example: time },
  requestApi: { nullable, example: '2024-01-15 10:00:00.000000', description: 'UTC unless a zone is given' },
  rules: [DateTimeField()],
  write: (sent) => (typeof sent === 'string' ? withOffset(sent) : sent),
};

const agreementSignedVersion: OptionalField<'agreement_signed_version', number | null> = {
  ...optional,
  wire: 'agreement_signed_version',
  column: 'agreement_signed_version',
  type: 'double precision',
  isNullable: true,
  api: { type: 'number', nullable, example: 2.5 },
  requestApi: { nullable },
  rules: [OfType('number', 'null')],
};

const canApproveOwnGoLiveRequests: OptionalField<'can_approve_own_go_live_requests', boolean> = {
  ...optional,
  wire: 'can_approve_own_go_live_requests',
  column: 'can_approve_own_go_live_requests',
  type: 'boolean',
  isNullable: false,
  columnDefault: 'false',
  api: { type: 'boolean' },
  requestApi: {},
  rules: [OfType('boolean')],
};

/**
 * The fields of an organisation in the order in which their faults are reported (contract sections 1.2, 1.5 and 1.6).
 * Subqueries read a row `o` of `notify.organisation`.
 */
export const organisationFields = {
  name: required(organisationName),
  active,
  crown,
  organisationType: required(organisationType),
  domains,
  permissions: permissionList,
  emailBrandingId: reference('email_branding_id', 'email_branding', 'The default e-mail branding'),
  letterBrandingId: reference('letter_branding_id', 'letter_branding', 'The default letter branding'),
  agreementSigned: optionalFlag('agreement_signed', {
    description: 'Whether the agreement (MOU) has been signed',
  }),
  agreementSignedAt,
  agreementSignedById: reference('agreement_signed_by_id', 'user_account', 'The user who signed'),
  agreementSignedOnBehalfOfName: shortText('agreement_signed_on_behalf_of_name'),
  agreementSignedOnBehalfOfEmailAddress: shortText('agreement_signed_on_behalf_of_email_address'),
  agreementSignedVersion,
  requestToGoLiveNotes: freeText('request_to_go_live_notes'),
  notes: freeText('notes'),
  purchaseOrderNumber: shortText('purchase_order_number'),
  billingContactNames: freeText('billing_contact_names'),
  billingContactEmailAddresses: freeText('billing_contact_email_addresses'),
  billingReference: shortText('billing_reference'),
  canApproveOwnGoLiveRequests,
  id,
  countOfLiveServices: computed<'count_of_live_services', number>(
    'count_of_live_services',
    `(SELECT count(*)::integer FROM notify.service s
      WHERE s.organisation_id = o.id AND s.active AND NOT s.restricted)`,
    { type: 'integer', minimum: 0, description: 'Linked services that are active and not in trial' },
  ),
  createdAt: moment('created_at', time),
  updatedAt: optionalMoment('updated_at', { example: time, description: 'null until the first update' }),
};

/** An organisation as it is read: times as text, domains and the number of live services included. */
export type OrganisationRow = Readonly<RowOf<typeof organisationFields>>;

export type OrganisationChanges = ChangesOf<typeof organisationFields>;

/** The fields of an organisation in lists. */
export const organisationSummaryFields = {
  id,
  name: organisationFields.name,
  active,
  organisationType: organisationFields.organisationType,
  domains,
  countOfLiveServices: organisationFields.countOfLiveServices,
};

export type OrganisationSummary = Readonly<RowOf<typeof organisationSummaryFields>>;
