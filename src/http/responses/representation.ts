import { entityTagOf } from '../caching/entity-tag.js';

/** The result of a handler that sets response headers, such as ETag, Location and Link. `ResponseAdapter` sends it. */
export class Representation<Body> {
  constructor(
    readonly body: Body,
    /** By lower-case name. */
    readonly headers: Readonly<Record<string, string>>,
    /** Replaces the status of the operation. */
    readonly status?: number,
  ) {}
}

/** Returns a changed or new resource with the entity tag that its GET has. */
export function taggedRepresentation<Body>(
  body: Body,
  headers: Readonly<Record<string, string>> = {},
): Representation<Body> {
  return new Representation(body, { ...headers, etag: entityTagOf(JSON.stringify(body)) });
}
