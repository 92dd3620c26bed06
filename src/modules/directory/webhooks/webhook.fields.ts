import type { RowOf, StoredField } from '../../../fields/field.js';
import { optionalText, moment } from '../directory-fields.js';
import { historyOperations, type HistoryOperation } from '../history/history.values.js';
import { organisationIdApi } from '../organisations/organisation-id.js';
import { type WebhookStatus, webhookStatuses } from './webhook.values.js';

const listOf = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

export const maxUrlLength = 2_048;
export const maxOrganisationIds = 1_000;

/** ASCII without blanks. Names in other scripts are sent in Punycode. */
const urlPattern = '^https?://[\\u0021-\\u007E]+$';

const webhookId: StoredField<'WebhookId', string> = {
  wire: 'WebhookId',
  column: 'webhook_id',
  type: 'uuid',
  isNullable: false,
  api: {
    type: 'string',
    format: 'uuid',
    maxLength: 36,
    description: 'Unique ID of the webhook',
    example: '3b0a8b0e-6c1e-4f0a-9d39-0f4d1c0a7b11',
  },
};

const clientId: StoredField<'ClientId', string> = {
  wire: 'ClientId',
  column: 'client_id',
  type: 'text',
  isNullable: false,
  api: { type: 'string', description: 'The client that the webhook belongs to', example: 'tpp-client' },
};

const url: StoredField<'Url', string> = {
  wire: 'Url',
  column: 'url',
  type: 'text',
  isNullable: false,
  api: {
    type: 'string',
    minLength: 1,
    maxLength: maxUrlLength,
    pattern: '^https?://[!-~]+$',
    description:
      'The URL that changes are sent to: https, without user, password and fragment, in ASCII. Outside production http to loopback is allowed too',
    example: 'https://hooks.sample-bank.example/directory',
  },
  check: `url ~ '${urlPattern}' AND char_length(url) BETWEEN 1 AND ${maxUrlLength}`,
};

const organisationIds: StoredField<'OrganisationIds', string[] | null> = {
  wire: 'OrganisationIds',
  column: 'organisation_ids',
  type: 'text[]',
  isNullable: true,
  api: {
    type: 'array',
    nullable: true,
    uniqueItems: true,
    items: { type: 'string', pattern: organisationIdApi.pattern ?? '' },
    description:
      'Only changes of these organisations are sent, and none of flags; null: changes of everything that the client may read',
    example: ['c0ffee00-0000-4000-8000-000000000001'],
  },
  check: `cardinality(organisation_ids) BETWEEN 1 AND ${maxOrganisationIds}`,
};

const operations: StoredField<'Operations', HistoryOperation[] | null> = {
  wire: 'Operations',
  column: 'operations',
  type: 'text[]',
  isNullable: true,
  api: {
    type: 'array',
    nullable: true,
    uniqueItems: true,
    items: { type: 'string', enum: [...historyOperations] },
    description: 'Only changes of these kinds are sent; null: all kinds',
    example: ['Create', 'Update'],
  },
  check: `operations <@ ARRAY[${listOf(historyOperations)}] AND cardinality(operations) >= 1`,
};

const status: StoredField<'Status', WebhookStatus> = {
  wire: 'Status',
  column: 'status',
  type: 'text',
  isNullable: false,
  columnDefault: `'Pending'`,
  api: {
    enum: [...webhookStatuses],
    description:
      'Pending waits until the receiver has answered the verification. Active gets changes. Paused and Disabled get nothing',
    example: 'Active',
  },
  check: `status IN (${listOf(webhookStatuses)})`,
};

const statusReason: StoredField<'StatusReason', string | null> = {
  wire: 'StatusReason',
  column: 'status_reason',
  type: 'text',
  isNullable: true,
  api: {
    type: 'string',
    nullable: true,
    description: 'Why the service paused or disabled the webhook; null if it did not',
    example: null,
  },
};

const optionalMoment = <Wire extends string>(wire: Wire, column: string, description: string) => {
  const field: StoredField<Wire, Date | null> = {
    wire,
    column,
    type: 'timestamptz',
    precision: 3,
    isNullable: true,
    api: { type: 'string', format: 'date-time', nullable: true, maxLength: 30, description },
  };
  return field;
};

/** The fields of a webhook on the wire that columns hold, in the published order. */
export const webhookFields = {
  webhookId,
  clientId,
  createdAt: moment('CreatedAt', 'When it was created'),
  updatedAt: moment('UpdatedAt', 'When a client last changed it'),
  url,
  description: optionalText('Description', 255, 'A text for people', 'Mirror of the sample bank'),
  organisationIds,
  operations,
  status,
  statusReason,
  failingSince: optionalMoment(
    'FailingSince',
    'failing_since',
    'The first attempt that failed since the last good one; null if none did',
  ),
  nextAttemptAt: moment(
    'NextAttemptAt',
    'The earliest time of the next attempt while the webhook is Pending or Active',
  ),
} as const;

/** A webhook as its client sees it, with its place in the log. */
export type Webhook = RowOf<typeof webhookFields> & {
  /** Id of the log that the position is of. */
  readonly log: string;
  /** Position in the log up to which everything is delivered. */
  readonly deliveredUpTo: number;
};
