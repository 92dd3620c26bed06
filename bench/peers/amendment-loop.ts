import { readFileSync } from 'node:fs';
import { setting } from './token-check.js';

/** One line of the run's file of amendments: a PUT and its history entry. */
export interface Amendment {
  readonly id: string;
  /** The wire names of an organisation and the ids of its flags. */
  readonly body: Readonly<Record<string, unknown>> & { readonly Flags: readonly string[] };
  readonly changes: readonly unknown[];
}

/**
 * Makes one amendment after the other on each of CLIENTS clients, starting at the FIRST line of FILE: for
 * WARM_UP_SECONDS, then for SECONDS. Prints amendments per second and the next line.
 */
export async function runAmendments(amend: (amendment: Amendment) => Promise<void>): Promise<void> {
  const amendments = readFileSync(setting('FILE'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Amendment);
  let next = Number(setting('FIRST'));
  const rateFor = async (seconds: number): Promise<number> => {
    let done = 0;
    const start = performance.now();
    const client = async (): Promise<void> => {
      while (performance.now() - start < seconds * 1_000) {
        const amendment = amendments[next++ % amendments.length];
        if (amendment === undefined) return;
        await amend(amendment);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: Number(setting('CLIENTS')) }, client));
    return done / ((performance.now() - start) / 1_000);
  };
  await rateFor(Number(setting('WARM_UP_SECONDS')));
  const rate = await rateFor(Number(setting('SECONDS')));
  process.stdout.write(`${JSON.stringify({ rate, next })}\n`);
}
