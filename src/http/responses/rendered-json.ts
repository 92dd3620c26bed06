import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { entityTagOf } from '../caching/entity-tag.js';
import { acceptsGzip, gzipThreshold } from '../caching/gzip.js';
import { Representation } from './representation.js';

const compress = promisify(gzip);

/** JSON in UTF-8 as it leaves, and the headers that belong to it. Both forms, plain and gzip, can be cached. */
export class RenderedJson {
  /** Strong, made from the body's bytes. */
  readonly entityTag: string;
  private compressed: Promise<Buffer> | null = null;

  constructor(
    readonly body: Buffer,
    /** By lower-case name. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    this.entityTag = entityTagOf(body);
  }

  /** The body in gzip's form, made once for all who take it. */
  gzipped(): Promise<Buffer> {
    this.compressed ??= compress(this.body);
    return this.compressed;
  }
}

/**
 * Returns rendered JSON with its headers, compressed if the client accepts gzip.
 * @param more headers of this response only
 */
export async function renderedRepresentation(
  request: FastifyRequest,
  rendered: RenderedJson,
  more: Readonly<Record<string, string>> = {},
): Promise<Representation<Buffer>> {
  const headers = {
    ...more,
    ...rendered.headers,
    'content-type': 'application/json; charset=utf-8',
    etag: rendered.entityTag,
  };
  if (rendered.body.length < gzipThreshold || !acceptsGzip(request))
    return new Representation(rendered.body, headers);
  return new Representation(await rendered.gzipped(), { ...headers, 'content-encoding': 'gzip' });
}
