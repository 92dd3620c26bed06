/**
 * Clients that repeat requests of one address, each on its own connection, each after its last response. All connect
 * before the first request: Node accepts one connection per turn of its event loop, so simultaneous connects would
 * mostly measure the accept queue.
 */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections opened at a time. */
const openedAtOnce = 100;
const headEnd = Buffer.from('\r\n\r\n');

export class Crowd {
  #clients = [];

  /** @param {{ origin: string, path: string, headers: object }} task */
  constructor({ origin, path, headers }) {
    const { hostname, port, host } = new URL(origin);
    this.address = { host: hostname, port: Number(port) };
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.request = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  async open(clients) {
    while (this.#clients.length < clients) {
      const some = Array.from({ length: Math.min(openedAtOnce, clients - this.#clients.length) }, () =>
        connect(this.address),
      );
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      this.#clients.push(...some.map((socket) => new Client(socket, this.request)));
    }
  }

  /**
   * @param {{ seconds: number, perSecond?: number }} how `perSecond`: max requests per second of all clients
   * @returns {Promise<{ good: number, shed: number, other: number, goodMs: { median: number, p99: number } }>}
   *   responses per second by kind
   */
  async ask({ seconds, perSecond }) {
    const betweenMs = perSecond === undefined ? 0 : (this.#clients.length / perSecond) * 1_000;
    const goodMs = [];
    const counts = { good: 0, shed: 0, other: 0 };
    const tell = (status, ms) => {
      counts[status === 200 ? 'good' : status === 503 || status === 429 ? 'shed' : 'other'] += 1;
      if (status === 200) goodMs.push(ms);
    };
    const start = performance.now();
    for (const client of this.#clients) client.begin(betweenMs, tell);
    await sleep(seconds * 1_000);
    const duration = (performance.now() - start) / 1_000;
    const rates = Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, count / duration]));
    await Promise.all(this.#clients.map((client) => client.end()));
    goodMs.sort((one, other) => one - other);
    const at = (part) => goodMs[Math.floor(goodMs.length * part)] ?? NaN;
    return { ...rates, goodMs: { median: at(0.5), p99: at(0.99) } };
  }

  close() {
    for (const client of this.#clients) client.close();
  }
}

class Client {
  #isAsking = false;
  #timer = null;
  #sentAt = 0;
  /** The part of the response that has been read. */
  #head = Buffer.alloc(0);
  #status = null;
  #bytesLeft = 0;
  #answered = () => undefined;

  constructor(socket, request) {
    this.socket = socket.setNoDelay();
    this.request = request;
    this.tell = () => undefined;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    // A connection with a request in flight must stay open.
    socket.on('close', () => {
      if (this.#isAsking) this.tell(null);
      this.#answered();
      this.#isAsking = false;
    });
  }

  begin(betweenMs, tell) {
    this.betweenMs = betweenMs;
    this.tell = tell;
    this.#isAsking = true;
    this.#timer = setTimeout(() => this.#send(), Math.random() * betweenMs);
  }

  /** Waits for the response to the last request. */
  async end() {
    clearTimeout(this.#timer);
    this.#isAsking = false;
    this.tell = () => undefined;
    if (this.#sentAt === 0 || this.socket.closed) return;
    await new Promise((resolve) => (this.#answered = resolve));
  }

  close() {
    this.socket.destroy();
  }

  #send() {
    this.#sentAt = performance.now();
    this.socket.write(this.request);
  }

  #take(chunk) {
    if (this.#status === null) {
      const all = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = all.indexOf(headEnd);
      if (end === -1) {
        this.#head = all;
        return;
      }
      const head = all.toString('latin1', 0, end);
      this.#status = Number(head.slice(9, 12));
      this.#bytesLeft = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]) + end + headEnd.length;
      this.#head = Buffer.alloc(0);
      chunk = all;
    }
    this.#bytesLeft -= chunk.length;
    if (this.#bytesLeft > 0) return;
    this.#finish();
  }

  #finish() {
    const ms = performance.now() - this.#sentAt;
    this.tell(this.#bytesLeft === 0 ? this.#status : null, ms);
    this.#status = null;
    this.#sentAt = 0;
    this.#answered();
    if (!this.#isAsking) return;
    const wait = this.betweenMs - ms;
    if (wait <= 0) this.#send();
    else this.#timer = setTimeout(() => this.#send(), wait);
  }
}
