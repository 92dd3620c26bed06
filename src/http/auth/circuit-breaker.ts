import { Overloaded } from '../errors/problem.js';

/** Consecutive failures that open the circuit. */
const maxFailures = 5;
/** Pause before one call tries whether the server has recovered. */
const pauseMs = 5_000;

/**
 * Stops calls to a server that fails: after five failures in a row, calls are refused for five seconds. Then one call is
 * let through; its success lets all through again, its failure begins another pause.
 */
export class CircuitBreaker {
  private failures = 0;
  private pausedUntilMs = 0;

  /** @param sentence of the 503 during a pause */
  constructor(private readonly sentence: string) {}

  /** @throws Overloaded during a pause; the error of the call, which counts as a failure */
  async run<Result>(call: () => Promise<Result>): Promise<Result> {
    const pauseLeftMs = this.pausedUntilMs - performance.now();
    if (pauseLeftMs > 0) throw new Overloaded(Math.ceil(pauseLeftMs / 1_000), { sentence: this.sentence });
    // The others are refused until this call has ended.
    if (this.failures >= maxFailures) this.pause();
    try {
      const result = await call();
      this.failures = 0;
      this.pausedUntilMs = 0;
      return result;
    } catch (error) {
      this.failures += 1;
      if (this.failures >= maxFailures) this.pause();
      throw error;
    }
  }

  private pause(): void {
    this.pausedUntilMs = performance.now() + pauseMs;
  }
}
