import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time for requests that are on their way when the shutdown begins. */
const graceMs = 1_000;

/**
 * Closes connections that never sent a byte when the service stops. Browsers open some in advance. Node does not count
 * them as idle and stops checking their timeouts, so each would delay the shutdown.
 */
export function endSilentConnections(fastify: FastifyInstance): void {
  const connections = new Set<Socket>();
  fastify.server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => {
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    }, graceMs).unref();
    done();
  });
}
