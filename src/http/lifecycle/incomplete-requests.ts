import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time for requests that are on their way when the shutdown begins. */
const graceMs = 1_000;
const sweepMs = 100;

/**
 * A second after the service is asked to stop, closes the connections that have no whole request in hand: silent ones,
 * and those whose headers or body are still arriving. Node does not count them as idle and stops checking their timeouts,
 * so each would delay the shutdown.
 */
export function closeIncompleteRequests(fastify: FastifyInstance): void {
  const connections = new Map<Socket, Set<IncomingMessage>>();
  const isTls = 'setSecureContext' in fastify.server;
  const add = (socket: Socket): void => {
    connections.set(socket, new Set());
    socket.once('close', () => connections.delete(socket));
  };
  // Over TLS, the requests are those of the secured socket; the other one tells only whether the client is silent.
  const silent = new Set<Socket>();
  fastify.server.on('connection', (socket) => {
    if (!isTls) {
      add(socket);
      return;
    }
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  fastify.server.on('secureConnection', add);
  fastify.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const requests = connections.get(request.socket);
    requests?.add(request);
    response.once('close', () => requests?.delete(request));
  });
  const sweep = (): void => {
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
    for (const [socket, requests] of connections)
      if (![...requests].some((request) => request.complete)) socket.destroy();
  };
  fastify.addHook('preClose', (done) => {
    let sweeper: NodeJS.Timeout | undefined;
    const begin = setTimeout(() => {
      sweep();
      sweeper = setInterval(sweep, sweepMs).unref();
    }, graceMs).unref();
    fastify.server.once('close', () => {
      clearTimeout(begin);
      clearInterval(sweeper);
    });
    done();
  });
}
