import type { FlagCreateRequest } from './flag.dto.js';
import type { Flag } from './flag.entity.js';
import type { FlagResponse } from './flag.response.dto.js';

/** What an operator may set of a flag. */
export type FlagFields = Omit<Flag, 'flagId' | 'createdAt' | 'updatedAt'>;

/** A flag as it leaves, field by field. */
export function toFlagResponse(flag: Flag): FlagResponse {
  return {
    Id: flag.flagId,
    CreatedAt: flag.createdAt.toISOString(),
    UpdatedAt: flag.updatedAt.toISOString(),
    Name: flag.name,
    Description: flag.description,
    Type: flag.type,
    Value: flag.value,
    Status: flag.status,
    AccessLevel: flag.accessLevel,
  };
}

/** The flag that a checked body describes; an empty Description is none. */
export function toFlagFields(request: FlagCreateRequest): FlagFields {
  return {
    name: request.Name,
    description: request.Description === undefined || request.Description === '' ? null : request.Description,
    type: request.Type,
    value: request.Value,
    status: request.Status,
    accessLevel: request.AccessLevel,
  };
}
