import { formatPlace, type Place } from './place.js';

/** The header of responses that include every change up to a place in the log. */
const positionHeaderName = 'X-Directory-Position';

/** Returns the header of a place. */
export function positionHeader(place: Place): Readonly<Record<string, string>> {
  return { [positionHeaderName.toLowerCase()]: formatPlace(place) };
}

/** The documentation of the header. */
export const documentedPositionHeader = {
  [positionHeaderName]: {
    description: 'A place in the log of changes: the response includes every change up to it',
    schema: { type: 'string' as const },
  },
};
