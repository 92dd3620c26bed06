import { ApiProperty } from '@nestjs/swagger';
import { responseOf } from '../../../fields/shapes.js';
import { creationOf, updateOf } from '../fields/requests.js';
import { FieldErrors, NoOtherFields } from '../validation/body-style.js';
import { Required } from '../validation/schema-rules.js';
import { uuidRule } from './service-counts.js';
import { serviceFields, serviceVersionFields } from './service.fields.js';

const missing = 'Missing data for required field.';

/** An array that the peer has and this service leaves empty. */
const nothing = {
  type: 'array',
  items: { type: 'object' },
  maxItems: 0,
  description: 'Kept for its readers',
} as const;

/** The body of POST /service. */
@FieldErrors()
@NoOtherFields()
export class ServiceCreateRequest extends creationOf(serviceFields, missing) {
  /** The first member. */
  @ApiProperty({ type: String, format: 'uuid' })
  @uuidRule
  @Required(missing)
  user_id: string;
}

/** The body of POST /service/{id}. The organisation of a service can't be changed this way. */
@FieldErrors()
@NoOtherFields()
export class ServiceUpdateRequest extends updateOf(serviceFields) {}

/** A service on the wire. */
export class ServiceResponse extends responseOf(serviceFields) {
  @ApiProperty({ ...nothing, items: { type: 'string' } })
  service_callback_api: readonly [];
}

/** One service. */
export class ServiceDataResponse {
  @ApiProperty({ type: ServiceResponse })
  data: ServiceResponse;
}

/** All services. */
export class ServiceListResponse {
  @ApiProperty({ type: [ServiceResponse], description: 'By name' })
  data: ServiceResponse[];
}

/** One version of a service. */
export class ServiceVersionResponse extends responseOf({ ...serviceFields, ...serviceVersionFields }) {
  @ApiProperty({ ...nothing, items: { type: 'string' } })
  service_callback_api: readonly [];
}

/** The versions of a service, and arrays that the peer fills. */
export class ServicePastResponse {
  @ApiProperty(nothing)
  api_key_history: readonly [];

  @ApiProperty(nothing)
  events: readonly [];

  @ApiProperty({ type: [ServiceVersionResponse], description: 'Every version, the first one first' })
  service_history: ServiceVersionResponse[];

  @ApiProperty(nothing)
  template_history: readonly [];
}

/** The history of a service. */
export class ServiceHistoryResponse {
  @ApiProperty({ type: ServicePastResponse })
  data: ServicePastResponse;
}
