import negotiator from '@fastify/accept-negotiator';
import type { FastifyRequest } from 'fastify';

/** Below this, in bytes, compression gains nothing. */
export const gzipThreshold = 1_024;

/** Whether a caller takes gzip (RFC 9110 §12.5.3), as @fastify/compress reads it. */
export function acceptsGzip({ headers }: FastifyRequest): boolean {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || headers['x-no-compression'] !== undefined) return false;
  return negotiator.negotiate(accepted.toLowerCase().replaceAll(/\*|x-gzip/g, 'gzip'), ['gzip']) === 'gzip';
}
