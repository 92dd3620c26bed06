import { Gone } from '../../../http/errors/problem.js';

/** A place in a log: after the entry with this position; 0 is the beginning. */
export interface Place {
  /** UUID of the log, in lower case. */
  readonly log: string;
  readonly position: number;
}

/** A place as a client names it; a bare position counts in the present log. */
export interface NamedPlace {
  readonly log: string | null;
  readonly position: number;
}

/** `<Log>.<Position>`, or a bare position. */
export const placePattern =
  '^(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\.)?[0-9]{1,15}$';

const placeExpression = new RegExp(placePattern);

/** The place before the first entry of the present log. */
export const beginning: NamedPlace = { log: null, position: 0 };

/** Returns the place that a text names, or null for a text of another form. */
export function parsePlace(text: string): NamedPlace | null {
  if (!placeExpression.test(text)) return null;
  const dot = text.indexOf('.');
  return {
    log: dot < 0 ? null : text.slice(0, dot).toLowerCase(),
    position: Number(text.slice(dot + 1)),
  };
}

/** Returns `<Log>.<Position>`. */
export function formatPlace({ log, position }: Place): string {
  return `${log}.${position}`;
}

/**
 * Returns the place in the present log.
 * @param name of the parameter or header that holds the place, for the sentence
 * @throws Gone for a place of another log, with a link to the list to read again
 */
export function placeIn(log: string, place: NamedPlace, name: string): Place {
  if (place.log !== null && place.log !== log) {
    throw new Gone(
      `${name} is a place of the log ${place.log}, which is not the present one: the directory was restored. Read GET /organisations again, and go on from its X-Directory-Position.`,
      { link: '</organisations>; rel="snapshot"' },
    );
  }
  return { log, position: place.position };
}
