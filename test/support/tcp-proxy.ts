import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy in front of a server that a test can cut and restore. */
export interface TcpProxy {
  readonly port: number;
  /** Closes all connections; new ones are refused until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Holds back the server's bytes from now on. */
  holdAnswers(): HeldAnswers;
}

/** Bytes that the server has sent and no client has received. */
interface HeldAnswers {
  /** Resolves when at least one byte is held back. */
  readonly arrived: Promise<void>;
  /** Forwards the held bytes, and all later ones at once. */
  release(): void;
}

export async function startTcpProxy(target: { hostname: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let deliver = (send: () => void): void => {
    send();
  };
  const hold = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((inbound) => {
    const outbound = connect(target.port, target.hostname);
    hold(inbound);
    hold(outbound);
    inbound.pipe(outbound);
    outbound.on('data', (answer) => {
      deliver(() => inbound.write(answer));
    });
    outbound.on('end', () => inbound.end());
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
    holdAnswers() {
      const atOnce = deliver;
      const held: (() => void)[] = [];
      const arrived = new Promise<void>((resolve) => {
        deliver = (send) => {
          held.push(send);
          resolve();
        };
      });
      return {
        arrived,
        release() {
          deliver = atOnce;
          for (const send of held) send();
        },
      };
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
}
