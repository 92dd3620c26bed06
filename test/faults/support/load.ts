import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { type Change, exchange, type Reply } from './exchange.js';

/** The flags that writers assign and remove; they must exist. */
export const flagIds = ['flag-a', 'flag-b', 'flag-c'] as const;
/** Organisations that all writers amend concurrently; they must exist. */
export const sharedIds = ['shared-1', 'shared-2', 'shared-3'] as const;

/** A sent change and its outcome. Times are of `performance.now()`. */
export interface SentChange extends Change {
  readonly status: number | null;
  readonly beganMs: number;
  readonly endedMs: number;
  /** Fault of the response itself, or null. */
  readonly fault: string | null;
}

interface LoadOptions {
  /** One for each instance; writers use them in turn. */
  readonly origins: readonly string[];
  readonly token: string;
  /** Prefix of all markers, which distinguishes loads on the same database. */
  readonly name: string;
}

const writers = 16;
const thinkMs = 10;
const refusedPauseMs = 25;

/**
 * Sixteen clients, each with one connection, that create organisations and amend their own and shared ones until
 * stopped. They never repeat a change: a change without a response has an open outcome.
 */
export class Load {
  readonly sent: SentChange[] = [];
  private isOver = false;
  private readonly running: Promise<void>[];

  constructor(private readonly options: LoadOptions) {
    this.running = Array.from({ length: writers }, (_, index) => this.write(index));
  }

  get acknowledged(): SentChange[] {
    return this.sent.filter(isAcknowledged);
  }

  /** Resolves once this many more changes are acknowledged; the test's own timeout is the limit. */
  async untilMore(count: number): Promise<void> {
    const wanted = this.acknowledged.length + count;
    while (this.acknowledged.length < wanted) await sleep(5);
  }

  /** Stops new changes and waits for those in flight. */
  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  private async write(index: number): Promise<void> {
    const { origins, token, name } = this.options;
    const origin = origins[index % origins.length] ?? '';
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const own: string[] = [];
    for (let turn = 0; !this.isOver; turn += 1) {
      const change = nextChange(`${name}-${index}-${turn}`, turn + index, own);
      const beganMs = performance.now();
      const reply = await exchange(agent, origin, token, change);
      if (reply.wasSent) this.note(change, reply, beganMs);
      if (change.method === 'POST' && reply.status === 201) own.push(change.organisationId);
      await sleep(reply.wasSent ? thinkMs : refusedPauseMs);
    }
    agent.destroy();
  }

  private note(change: Change, reply: Reply, beganMs: number): void {
    const { status } = reply;
    this.sent.push({ ...change, status, beganMs, endedMs: performance.now(), fault: faultOf(change, reply) });
  }
}

export function isAcknowledged({ status }: SentChange): boolean {
  return status === 200 || status === 201;
}

/** Every third change creates an organisation; half of the others amends a shared one. PUT and PATCH alternate. */
function nextChange(marker: string, turn: number, own: readonly string[]): Change {
  const body = anOrganisationBody({
    AddressLine2: marker,
    City: `City of ${marker}`,
    Status: turn % 5 === 0 ? 'Pending' : 'Active',
    Flags: flagIds.filter((_, bit) => (turn & (1 << bit)) !== 0),
  });
  if (own.length === 0 || turn % 3 === 0) {
    return { marker, method: 'POST', organisationId: marker, body: { ...body, OrganisationId: marker } };
  }
  const ids = turn % 3 === 1 ? own : sharedIds;
  const method = turn % 2 === 0 ? 'PATCH' : 'PUT';
  return { marker, method, organisationId: ids[turn % ids.length] ?? '', body };
}

/** Returns the fault of a response to another request or in another form than the API's; null otherwise. */
function faultOf({ marker, organisationId }: Change, { status, interactionId, text }: Reply): string | null {
  if (status === null) return null;
  if (interactionId !== marker) return `${marker} got the answer of ${String(interactionId)}`;
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const isWhole =
      status < 300
        ? body.OrganisationId === organisationId && body.AddressLine2 === marker
        : Object.keys(body).join() === 'errors' && Array.isArray(body.errors) && body.errors.length > 0;
    return isWhole ? null : `${marker} got ${status} with ${text.slice(0, 200)}`;
  } catch {
    return `${marker} got ${status} with a body that is no JSON: ${text.slice(0, 200)}`;
  }
}
