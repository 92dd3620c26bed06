import { patchMapper, requestMapper, responseMapper } from '../../../fields/mapping.js';
import { toFlagResponse } from '../flags/flag.mapper.js';
import type { AmendmentRequest } from './amendment/amendment.js';
import type {
  OrganisationCreateRequest,
  OrganisationPatchRequest,
  OrganisationResponse,
  OrganisationUpdateRequest,
} from './organisation.dto.js';
import {
  type AmendableFields,
  organisationFields,
  type OrganisationRecord,
  type OrganisationStatus,
} from './organisation.fields.js';

/** Returns an organisation's response: the published order of fields, null where there is no value. */
export const toOrganisationResponse: (organisation: OrganisationRecord) => OrganisationResponse =
  responseMapper(organisationFields, {
    Flags: ({ flags }: OrganisationRecord) => flags.map(toFlagResponse),
  });

const toRow = requestMapper(organisationFields);

/** Returns the record that a checked body describes, its defaults filled in. */
export function toAmendableFields(
  request: OrganisationUpdateRequest | OrganisationCreateRequest,
  defaultStatus: OrganisationStatus,
): AmendableFields {
  return toRow(request, { status: defaultStatus });
}

/** Returns what a PUT asks for: every field, defaults included, and no flags where it names none. */
export function toReplacement(request: OrganisationUpdateRequest): AmendmentRequest {
  const { Status, Flags, CreatedOn, notes } = request;
  const reset = new Set<'Status' | 'Flags'>();
  if (Status === undefined) reset.add('Status');
  if (Flags === undefined) reset.add('Flags');
  const fields = toAmendableFields(request, 'Pending');
  return { fields, flagIds: Flags ?? [], createdOn: CreatedOn, ground: { notes, reset } };
}

const toChanges = patchMapper(organisationFields);

/** Returns what a PATCH asks for: the fields that it carries. */
export function toPatch(request: OrganisationPatchRequest): AmendmentRequest {
  const { Flags, CreatedOn, notes } = request;
  // null clears the flags, as an empty list does.
  const flagIds = Flags === undefined ? null : (Flags ?? []);
  return { fields: toChanges(request), flagIds, createdOn: CreatedOn, ground: { notes, reset: new Set() } };
}
