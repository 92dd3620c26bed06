import type { FastifyRequest } from 'fastify';

const codes = new WeakMap<FastifyRequest, string>();

/** Remembers with which problem a request ended, for its line in the access log. */
export function noteProblemCode(request: FastifyRequest, code: string): void {
  codes.set(request, code);
}

/** The code of the problem that a request ended with; undefined for a success. */
export function problemCodeOf(request: FastifyRequest): string | undefined {
  return codes.get(request);
}
