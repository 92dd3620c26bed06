import { changesMapper, sortedResponseMapper } from '../fields/mapping.js';
import { sortedKeys } from '../sorted-keys.js';
import { normalisedName } from './service-name.js';
import type {
  ServiceHistoryResponse,
  ServiceResponse,
  ServiceUpdateRequest,
  ServiceVersionResponse,
} from './service.dto.js';
import {
  type ServiceChanges,
  serviceFields,
  type ServiceRow,
  serviceVersionFields,
} from './service.fields.js';

const toFields = sortedResponseMapper(serviceFields);
const toVersionFields = sortedResponseMapper({ ...serviceFields, ...serviceVersionFields });
const toChanges = changesMapper(serviceFields);

/** Returns the response of a service. Callbacks are not part of this service: their list is always empty. */
export function toServiceResponse(service: ServiceRow): ServiceResponse {
  return sortedKeys({ ...toFields(service), service_callback_api: [] as const });
}

export function toServiceHistoryResponse(versions: readonly ServiceRow[]): ServiceHistoryResponse {
  const history = versions.map((version): ServiceVersionResponse =>
    sortedKeys({ ...toVersionFields(version), service_callback_api: [] as const }),
  );
  return { data: { api_key_history: [], events: [], service_history: history, template_history: [] } };
}

/** Maps a checked request to the fields to write, the normalised name included. */
export function toServiceChanges(request: ServiceUpdateRequest): ServiceChanges {
  const { name } = request;
  return { ...toChanges(request), normalisedName: name === undefined ? undefined : normalisedName(name) };
}

/** Returns the local part of the sender's address: the custom name of the sender, or the service's, normalised. */
export function senderLocalPart(name: string, customName: string | null): string {
  const custom = normalisedName(customName ?? '');
  return custom === '' ? normalisedName(name) : custom;
}
