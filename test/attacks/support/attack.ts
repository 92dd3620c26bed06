import { appendFileSync } from 'node:fs';
import type { Answer } from '../../support/answer.js';

/**
 * One family of attacks. Counts probes and outcomes for the table at the end of the run, and collects failures for the
 * test to report. Create it once in a test file, outside of tests.
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

  /** Records a probe with a response, and the faults of the response: none when rejected or harmless. */
  note(probe: string, answer: Pick<Answer, 'status'>, faults: readonly string[]): void {
    this.count(probe, answer.status >= 400, faults);
  }

  /** Records a probe without a response, such as a closed connection or a timed pattern. */
  count(probe: string, isRefused: boolean, faults: readonly string[]): void {
    this.probes += 1;
    if (faults.length > 0) {
      this.failed += 1;
      this.failures.push(`${probe}: ${faults.join('; ')}`);
    } else if (isRefused) {
      this.refused += 1;
    }
  }

  /** Fails the test with every failed probe since the last call. */
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
