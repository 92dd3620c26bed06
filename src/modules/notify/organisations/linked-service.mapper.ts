import type { LinkedService } from './linked-service.js';
import type { LinkedServiceResponse } from './linked-service.response.dto.js';

/** A linked service as it leaves, field by field. */
export function toLinkedServiceResponse(service: LinkedService): LinkedServiceResponse {
  return {
    active: service.active,
    id: service.id,
    message_limit: Number(service.emailMessageLimit),
    name: service.name,
    organisation_id: service.organisationId,
    restricted: service.restricted,
  };
}
