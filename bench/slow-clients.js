/** Clients that hold connections and hardly use them: idle ones, and those that send headers or bodies byte by byte. */
import { connect } from 'node:net';
import { setTimeout } from 'node:timers';

const bodyBytes = 1_048_576;
const byteEveryMs = 1_000;
/** Connections opened at a time. */
const openedAtOnce = 200;

export class SlowClients {
  #sockets = new Set();
  #isClosing = false;
  #beat;

  /** @param {{ origin: string, headers: object, idle: number, slowHeaders: number, slowBodies: number }} task */
  constructor({ origin, headers, idle, slowHeaders, slowBodies }) {
    const { hostname, port } = new URL(origin);
    this.address = { host: hostname, port: Number(port) };
    this.wanted = [
      // One valid request, then nothing, like an idle connection of a pool.
      ...Array(idle).fill({ first: 'GET /health/live HTTP/1.1\r\nHost: bench\r\n\r\n', then: '' }),
      ...Array(slowHeaders).fill({
        first: 'GET /organisations HTTP/1.1\r\nHost: bench\r\nX-Slow: ',
        then: 'x',
      }),
      ...Array(slowBodies).fill({ first: postOf(headers), then: ' ' }),
    ];
  }

  get connected() {
    return this.#sockets.size;
  }

  async open() {
    for (let first = 0; first < this.wanted.length; first += openedAtOnce) {
      await Promise.all(this.wanted.slice(first, first + openedAtOnce).map((kind) => this.#connect(kind)));
    }
    this.#beat = setInterval(() => {
      for (const { socket, kind } of this.#sockets) if (kind.then !== '') socket.write(kind.then);
    }, byteEveryMs);
  }

  close() {
    this.#isClosing = true;
    clearInterval(this.#beat);
    for (const { socket } of this.#sockets) socket.destroy();
  }

  /** A disconnected client reconnects at once. */
  #connect(kind) {
    return new Promise((resolve) => {
      const socket = connect(this.address);
      const entry = { socket, kind };
      socket.on('connect', () => {
        this.#sockets.add(entry);
        socket.write(kind.first);
        resolve();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(entry);
        resolve();
        if (!this.#isClosing) setTimeout(() => this.#connect(kind), byteEveryMs);
      });
      socket.resume();
    });
  }
}

function postOf(headers) {
  const lines = Object.entries({ ...headers, 'content-type': 'application/json' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `POST /organisations HTTP/1.1\r\nHost: bench\r\nContent-Length: ${bodyBytes}\r\n${lines.join('\r\n')}\r\n\r\n{`;
}
