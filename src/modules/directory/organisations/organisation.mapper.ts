import { requestMapper, responseMapper } from '../../../fields/mapping.js';
import { toFlagResponse } from '../flags/flag.mapper.js';
import type { OrganisationResponse, OrganisationUpdateRequest } from './organisation.dto.js';
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
  request: OrganisationUpdateRequest,
  defaultStatus: OrganisationStatus,
): AmendableFields {
  return toRow(request, { status: defaultStatus });
}
