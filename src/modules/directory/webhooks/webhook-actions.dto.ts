import { ApiProperty } from '@nestjs/swagger';
import { Provided } from '../../../http/validation/field-rules.js';
import { IsText } from '../../../http/validation/text-rules.js';
import { IsPlace } from '../changes/place.decorator.js';
import { placePattern } from '../changes/place.js';
import { webhookSecretApi } from './webhook.dto.js';

/** The body of a replay. */
export class WebhookReplayRequest {
  @ApiProperty({
    type: String,
    pattern: placePattern,
    description: 'Changes behind this place are sent again: a position, or a place; 0 is the beginning',
  })
  @Provided()
  @IsText()
  @IsPlace()
  After: string;
}

/** The answer to another secret. */
export class WebhookSecretResponse {
  @ApiProperty(webhookSecretApi)
  Secret: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'Until then messages are signed with the former secret too',
  })
  FormerSecretUntil: string;
}
