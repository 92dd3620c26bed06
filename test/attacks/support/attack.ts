import { appendFileSync } from 'node:fs';
import type { Answer } from '../../support/answer.js';

/**
 * One family of attacks: counts what is sent and what came of it, for the table at the end of the run, and keeps what
 * went wrong for the test to fail on. To be made once in a test file, outside of its tests.
 */
export class Attack {
  private probes = 0;
  private refused = 0;
  private failed = 0;
  private failures: string[] = [];

  constructor(private readonly family: string) {
    afterAll(() => {
      this.report();
    });
  }

  /** Notes a probe that was answered, and what is wrong with the answer: nothing, where it is refused or harmless. */
  note(probe: string, answer: Pick<Answer, 'status'>, faults: readonly string[]): void {
    this.count(probe, answer.status >= 400, faults);
  }

  /** Notes a probe that has no answer of its own, such as a connection that was closed, or a pattern that was timed. */
  count(probe: string, isRefused: boolean, faults: readonly string[]): void {
    this.probes += 1;
    if (faults.length > 0) {
      this.failed += 1;
      this.failures.push(`${probe}: ${faults.join('; ')}`);
    } else if (isRefused) {
      this.refused += 1;
    }
  }

  /** Fails the test with every probe noted since the last call that went wrong. */
  expectNoFailure(): void {
    const { failures } = this;
    this.failures = [];
    expect(failures).toEqual([]);
  }

  private report(): void {
    const file = process.env.ATTACK_COUNTS_FILE;
    if (file === undefined) return;
    const { family, probes, refused, failed } = this;
    appendFileSync(file, `${JSON.stringify({ family, probes, refused, failed })}\n`);
  }
}
