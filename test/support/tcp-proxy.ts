import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to a server that a test can cut and mend. */
export interface TcpProxy {
  readonly port: number;
  /** Ends all connections; new ones are refused until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function startTcpProxy(target: { hostname: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const hold = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((inbound) => {
    const outbound = connect(target.port, target.hostname);
    hold(inbound);
    hold(outbound);
    inbound.pipe(outbound).pipe(inbound);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: () => listen(server, port),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
}
