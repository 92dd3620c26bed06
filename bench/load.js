/** The parent's side of the load generator: each method sends one task and waits for its result. */
import { once } from 'node:events';
import { join } from 'node:path';
import { startNode, tail } from './processes.js';

/** From the goals. */
const connections = 32;

/** Options of a request; `token` is sent as Bearer. */
export function allHeaders(token) {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'x-fapi-auth-date': 'Tue, 03 Feb 2026 09:00:00 GMT',
    'x-fapi-customer-ip-address': '198.51.100.119',
    'x-fapi-interaction-id': '3b2f9c8e-6a1d-4f0e-9c57-1d2e3f4a5b6c',
    'x-customer-user-agent': 'bench/1.0 (load generator)',
  };
}

export class LoadGenerator {
  /** @param core the core to which the process is bound; null for any */
  constructor(folder, token, core) {
    this.headers = allHeaders(token);
    this.process = startNode([join(import.meta.dirname, 'load-process.js')], {
      core,
      logFile: join(folder, `load-${core ?? 'any'}.log`),
      withMessages: true,
    });
  }

  /** Returns requests per second of one address. `servers` share the connections. */
  read(servers, path, { seconds, expected = 200, headers = {} }) {
    return this.run('read', {
      origins: servers.map(({ origin }) => origin),
      path,
      headers: { ...this.headers, ...headers },
      expected,
      connections,
      seconds,
    });
  }

  /** Responses to many clients; see `Crowd`. */
  offer(server, path, how) {
    return this.run('offer', { origin: server.origin, path, headers: this.headers, ...how });
  }

  /** Opens connections of slow clients and keeps their number until `letGo`. */
  hold(server, numbers) {
    return this.run('hold', { origin: server.origin, headers: this.headers, ...numbers });
  }

  letGo() {
    return this.run('letGo', {});
  }

  /** Returns the milliseconds of sequential requests on one connection, as far as the time allows. */
  sequence(server, paths, seconds) {
    return this.run('sequence', { origin: server.origin, paths, headers: this.headers, seconds });
  }

  /** Returns amendments per second. `work` holds the next line and is updated. */
  async amend(server, work, how) {
    const { rate, next } = await this.run('amend', this.amending(server, work, how));
    work.first = next;
    return rate;
  }

  /** Returns reads per second during amendments at an even rate. */
  async readWhileAmending(server, path, work, { seconds, perSecond }) {
    const reading = {
      origins: [server.origin],
      path,
      headers: this.headers,
      expected: 200,
      connections,
      seconds,
    };
    const amending = this.amending(server, work, { seconds, perSecond, clients: 16 });
    const { reads, amendments } = await this.run('readWhileAmending', { reading, amending });
    work.first = amendments.next;
    return { reads, amendments: amendments.rate };
  }

  amending({ origin }, { file, first }, { clients, seconds, perSecond }) {
    return { origin, file, first, headers: this.headers, connections: clients, seconds, perSecond };
  }

  async run(name, task) {
    const { child, ended, printed } = this.process;
    const answer = once(child, 'message').then(([message]) => message);
    child.send({ name, task });
    const message = await Promise.race([
      answer,
      ended.then(() => ({ error: `it ended: ${tail(printed())}` })),
    ]);
    if (message.error !== undefined) throw new Error(`The load generator failed: ${message.error}`);
    return message.result;
  }
}
