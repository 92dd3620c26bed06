import type { FastifyInstance } from 'fastify';

/** `InputGuard` reads the body after the checks of token, scope and headers. */
export function leaveBodiesUnread(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
}
