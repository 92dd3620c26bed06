import { changesMapper, sortedResponseMapper } from '../fields/mapping.js';
import { userFields } from './user.fields.js';

export const toUserResponse = sortedResponseMapper(userFields);

/** Maps a checked request to the fields to write. */
export const toUserChanges = changesMapper(userFields);
