import type { ServerResponse } from 'node:http';
import { Overloaded } from '../errors/problem.js';
import { RequestQueue } from './request-queue.js';

/** Half of the default `MAX_CONCURRENT_REQUESTS`, so that one client leaves slots to the others. */
const maxInFlightPerClient = 16;
/** Waiting requests of all clients. Each costs the memory of a request. */
const maxWaitingInTotal = 10_000;
const retryAfterSeconds = 1;

interface WaitingRequest {
  readonly start: () => void;
  readonly reject: (error: Overloaded) => void;
}

interface Client {
  inFlight: number;
  /** Null until a request had to wait. */
  queue: RequestQueue<WaitingRequest> | null;
}

/**
 * Limits the requests in flight of each client. Further requests wait in a queue of their client, and are rejected with
 * 503 after its timeout. A waiting request emits `queued` and `dequeued` on its response, and the load shedder gives its
 * slot to other requests in between.
 */
export class ClientSlots {
  /** The clients with requests in flight. */
  private readonly clients = new Map<string, Client>();
  private waitingRequests = 0;

  constructor(private readonly maxWaiting = maxWaitingInTotal) {}

  /** The waiting requests of all clients, for the metrics. */
  get waiting(): number {
    return this.waitingRequests;
  }

  /**
   * Takes a slot of the client until the response ends or its connection closes. Does not settle if the connection closes
   * while the request waits.
   * @throws Overloaded after three seconds without a free slot, or if too many requests wait
   */
  async take(clientId: string, response: ServerResponse): Promise<void> {
    // A closed response emits no event that could free the slot.
    if (response.closed) return;
    const client = this.clients.get(clientId) ?? { inFlight: 0, queue: null };
    if (client.inFlight < maxInFlightPerClient) this.start(clientId, client, response);
    else await this.wait(clientId, client, response);
  }

  private start(clientId: string, client: Client, response: ServerResponse): void {
    client.inFlight += 1;
    this.clients.set(clientId, client);
    let isDone = false;
    const end = (): void => {
      if (isDone) return;
      isDone = true;
      client.inFlight -= 1;
      client.queue?.dequeue()?.start();
      if (client.inFlight === 0) this.clients.delete(clientId);
    };
    response.once('ended', end);
    response.once('close', end);
    // It waits for something to happen, which may take long; its remaining work is not counted.
    response.once('parked', end);
  }

  private wait(clientId: string, client: Client, response: ServerResponse): Promise<void> {
    if (this.waitingRequests >= this.maxWaiting) throw new Overloaded(retryAfterSeconds);
    client.queue ??= new RequestQueue(({ reject }) => {
      reject(new Overloaded(retryAfterSeconds));
    });
    const { queue } = client;
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.waitingRequests -= 1;
        response.off('close', disconnect);
        response.emit('dequeued');
      };
      const leave = queue.enqueue({
        start: () => {
          settle();
          this.start(clientId, client, response);
          resolve();
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      const disconnect = (): void => {
        leave();
        settle();
      };
      response.once('close', disconnect);
      this.waitingRequests += 1;
      response.emit('queued');
    });
  }
}
