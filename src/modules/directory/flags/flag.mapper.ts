import { requestMapper, responseMapper } from '../../../fields/mapping.js';
import { flagFields } from './flag.fields.js';

/** Returns a flag's response. */
export const toFlagResponse = responseMapper(flagFields);

/** Returns the flag that a checked body describes; an empty Description is none. */
export const toFlagFields = requestMapper(flagFields);
