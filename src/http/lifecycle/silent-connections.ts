import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What is on its way when the stop begins has arrived by then. */
const graceMs = 1_000;

/**
 * Ends connections that never sent a byte when the service stops. Browsers open some in advance; Node neither counts
 * them as idle nor looks after their time any more once it closes, so that each would hold up the stop.
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
