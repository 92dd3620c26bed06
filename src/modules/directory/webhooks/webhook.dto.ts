import { ApiProperty } from '@nestjs/swagger';
import { responseOf, RulesOf } from '../../../fields/shapes.js';
import { Clearable, NotNull } from '../../../http/validation/field-readings.js';
import { IsOneOf, Provided } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText } from '../../../http/validation/text-rules.js';
import { IsPlace } from '../changes/place.decorator.js';
import { placePattern } from '../changes/place.js';
import { historyOperations, type HistoryOperation } from '../history/history.values.js';
import { pageOf } from '../pagination/page.response.dto.js';
import { maxOrganisationIds, webhookFields } from './webhook.fields.js';
import { IsOperations, IsOrganisationIds, IsReceiverUrl } from './webhook-rules.js';

/** The statuses that a client sets. Active goes through the verification. */
const requestedStatuses = ['Active', 'Paused'] as const;

/** The path of one webhook. */
export class WebhookPath {
  @ApiProperty({ ...webhookFields.webhookId.api, description: 'The webhook ID' })
  @IsText()
  @CodePoints(1, 36)
  @IsStorable()
  WebhookId: string;
}

/** The body of POST. */
export class WebhookCreateRequest {
  @ApiProperty(webhookFields.url.api)
  @Provided()
  @IsReceiverUrl
  Url: string;

  @ApiProperty({ ...webhookFields.description.api, required: false })
  @RulesOf(webhookFields.description)
  Description?: string;

  @ApiProperty({
    ...webhookFields.organisationIds.api,
    required: false,
    minItems: 1,
    maxItems: maxOrganisationIds,
  })
  @IsOrganisationIds
  OrganisationIds?: string[];

  @ApiProperty({
    ...webhookFields.operations.api,
    required: false,
    minItems: 1,
    maxItems: historyOperations.length,
  })
  @IsOperations
  Operations?: HistoryOperation[];

  @ApiProperty({
    type: String,
    pattern: placePattern,
    required: false,
    nullable: true,
    description:
      'Changes behind this place are sent: a position, or a place such as `next` of the change feed; 0 is the beginning. Left out: only changes from now on',
  })
  @IsText()
  @IsPlace()
  After?: string;
}

/** The body of PATCH: a JSON Merge Patch (RFC 7396). */
export class WebhookPatchRequest {
  @ApiProperty({ ...webhookFields.url.api, required: false })
  @NotNull('must not be null; leave it out to keep it')
  @IsReceiverUrl
  Url?: string;

  @ApiProperty({ ...webhookFields.description.api, required: false })
  @RulesOf(webhookFields.description)
  @Clearable()
  Description?: string | null;

  @ApiProperty({
    ...webhookFields.organisationIds.api,
    required: false,
    minItems: 1,
    maxItems: maxOrganisationIds,
  })
  @IsOrganisationIds
  @Clearable()
  OrganisationIds?: string[] | null;

  @ApiProperty({
    ...webhookFields.operations.api,
    required: false,
    minItems: 1,
    maxItems: historyOperations.length,
  })
  @IsOperations
  @Clearable()
  Operations?: HistoryOperation[] | null;

  @ApiProperty({
    enum: requestedStatuses,
    required: false,
    description:
      'Paused stops sending. Active starts it again, after a new verification unless the webhook is Active',
    example: 'Paused',
  })
  @IsOneOf(requestedStatuses)
  @NotNull('must not be null; leave it out to keep it')
  Status?: (typeof requestedStatuses)[number];
}

/** A webhook on the wire. */
export class WebhookResponse extends responseOf(webhookFields) {
  @ApiProperty({
    type: String,
    description: 'Everything up to this place of the log is delivered; the next batch begins behind it',
    example: '6b0f8b8e-1f1b-4f0c-9a5e-2f6f4f1f2a30.42',
  })
  After: string;
}

export const webhookSecretApi = {
  type: String,
  pattern: '^whsec_[A-Za-z0-9+/]{43}=$',
  description: 'The secret of the signatures (Standard Webhooks 1.0). It is shown this once',
  example: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

/** The answer to POST: the webhook and its secret. */
export class CreatedWebhookResponse extends WebhookResponse {
  @ApiProperty(webhookSecretApi)
  Secret: string;
}

/** One page of webhooks. */
export const WebhookPage = pageOf(WebhookResponse, 'WebhookPage');
