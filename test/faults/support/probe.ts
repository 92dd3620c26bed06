import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.js';

/** A response and its duration. */
export interface Probed {
  readonly status: number;
  readonly tookMs: number;
  readonly text: string;
}

/** Sends requests one after the other until stopped. */
export class Probe {
  readonly answers: Probed[] = [];
  private isOver = false;
  private readonly running: Promise<void>;

  /** @param ask sends one request to the service */
  constructor(
    private readonly ask: () => Promise<Response>,
    private readonly pauseMs: number,
  ) {
    this.running = this.run();
  }

  /** @throws Error when the service sent no response */
  async stop(): Promise<Probed[]> {
    this.isOver = true;
    await this.running;
    return this.answers;
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      this.answers.push(await timed(this.ask));
      await sleep(this.pauseMs);
    }
  }
}

async function timed(ask: () => Promise<Response>): Promise<Probed> {
  const beganMs = performance.now();
  const response = await ask();
  const text = await response.text();
  return { status: response.status, tookMs: performance.now() - beganMs, text };
}

/** Returns the max and the 95th percentile of the durations in milliseconds. */
export function slowest(answers: readonly Probed[]): { mostMs: number; p95Ms: number } {
  const times = answers.map(({ tookMs }) => tookMs).sort((one, other) => one - other);
  const at = (share: number): number => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0);
  return { mostMs: at(1), p95Ms: at(0.95) };
}

/** Waits until the service is ready and returns the milliseconds that it took. */
export async function untilReadyAgain(ask: () => Promise<Response>): Promise<number> {
  const beganMs = performance.now();
  return until('a service that is ready again', async () => {
    const { status } = await timed(ask);
    return status === 200 ? Math.round(performance.now() - beganMs) : null;
  });
}
