import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

/** `x-fapi-interaction-id` in OpenAPI, as a request or response header. */
export const interactionIdSchema = {
  type: 'string',
  pattern: '^[a-zA-Z0-9][a-zA-Z0-9\\-]{0,99}$',
  minLength: 1,
  maxLength: 100,
} as const;

/** Documents the four optional request headers of FAPI 1.0 part 1 §6.2.1, with the patterns of the published Directory. */
export const fapiHeaderParameters = applyDecorators(
  ApiHeader({
    name: 'x-fapi-auth-date',
    required: false,
    description:
      'The time when the PSU last logged in with the TPP, as an HTTP date (RFC 7231). The date must exist in the calendar.',
    schema: {
      type: 'string',
      pattern:
        '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d{2}:\\d{2}:\\d{2} (GMT|UTC)$',
      minLength: 29,
      maxLength: 29,
    },
  }),
  ApiHeader({
    name: 'x-fapi-customer-ip-address',
    required: false,
    description: "The PSU's IPv4 or IPv6 address, if the PSU is logged in with the TPP.",
    schema: { type: 'string', minLength: 2, maxLength: 45 },
  }),
  ApiHeader({
    name: 'x-fapi-interaction-id',
    required: false,
    description: 'A correlation id, such as an RFC 4122 UUID. The response returns it.',
    schema: interactionIdSchema,
  }),
  ApiHeader({
    name: 'x-customer-user-agent',
    required: false,
    description: 'The user agent of the PSU, without control characters.',
    schema: { type: 'string', minLength: 1, maxLength: 1024 },
  }),
);
