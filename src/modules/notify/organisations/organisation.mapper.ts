import { changesMapper, sortedResponseMapper } from '../fields/mapping.js';
import { organisationFields, organisationSummaryFields } from './organisation.fields.js';

export const toOrganisationResponse = sortedResponseMapper(organisationFields);

export const toOrganisationSummaryResponse = sortedResponseMapper(organisationSummaryFields);

/** Maps a checked request to the fields to write, the domains included. */
export const toOrganisationChanges = changesMapper(organisationFields);
