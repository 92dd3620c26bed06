import fc from 'fast-check';
import { createContext, Script } from 'node:vm';

/** A text that grows: a prefix, a repeated part and a suffix. */
interface Pump {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

/** Milliseconds of a pattern for 10,000 and 100,000 characters; null after a timeout. */
export interface Growth extends Pump {
  readonly short: number | null;
  readonly long: number | null;
}

const shortLength = 10_000;
const longLength = 100_000;
/** A linear pattern takes ten times as long for ten times the text, a quadratic one a hundred times. */
const mostGrowth = 40;
/** Milliseconds for 100,000 characters below which any growth is safe; smaller times are noise. */
const floorMs = 100;
const giveUpMs = 1_000;
const screenedLength = 1_000;
const screenedMs = 1_500;
/** Number of the slowest screened texts that are timed in full. */
const timedPumps = 4;

/** Returns whether a pattern's time is at most linear in the length of the text. */
export function isLinear({ short, long }: Growth): boolean {
  if (short === null || long === null) return false;
  return long <= Math.max(floorMs, short * mostGrowth);
}

/** Applies a pattern as the code does: all matches of a global pattern, the first match of any other. */
const matcher = `
  const expression = new RegExp(source, flags);
  const match = expression.global ? (text) => text.replace(expression, '') : (text) => expression.test(text);
  const textOf = ({ prefix, pump, suffix }, length) =>
    prefix + pump.repeat(Math.max(1, Math.floor((length - prefix.length - suffix.length) / pump.length))) + suffix;
  const time = (text) => { const before = now(); match(text); return now() - before; };
`;

const screening = new Script(`(() => { ${matcher}
  for (; state.at < pumps.length; state.at++) {
    const text = textOf(pumps[state.at], length);
    const first = time(text);
    // The first run is slower, so only repeated slowness counts.
    times[state.at] = first > 0.2 ? Math.min(first, time(text)) : first;
  }
})()`);

const timing = new Script(`(() => { ${matcher}
  const text = textOf(pump, length);
  let best = Infinity;
  for (let round = 0; round < 3; round++) best = Math.min(best, time(text));
  return best;
})()`);

/** Returns the tested text for which a pattern's time grows fastest, with the times. */
export function worstGrowth(source: string, flags: string): Growth {
  const pumps = pumpsFor(source, flags);
  let worst: Growth | null = null;
  for (const pump of screened(source, flags, pumps)) {
    const growth = growthOver(source, flags, pump);
    if (!isLinear(growth)) return growth;
    if ((growth.long ?? 0) >= (worst?.long ?? 0)) worst = growth;
  }
  if (worst === null) throw new Error(`nothing was tried on ${source}`);
  return worst;
}

function screened(source: string, flags: string, pumps: readonly Pump[]): Pump[] {
  const state = { at: 0 };
  const times: number[] = [];
  const sandbox = createContext({
    source,
    flags,
    pumps,
    state,
    times,
    length: screenedLength,
    now: () => performance.now(),
  });
  try {
    screening.runInContext(sandbox, { timeout: screenedMs });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    // The pattern hangs, or is slow for so many texts that the others need no test.
    times[state.at] = Infinity;
  }
  const order = times.map((time, at) => ({ time, at })).sort((one, other) => other.time - one.time);
  return order.slice(0, timedPumps).flatMap(({ at }) => pumps[at] ?? []);
}

function growthOver(source: string, flags: string, pump: Pump): Growth {
  const over = (length: number): number | null => {
    const sandbox = createContext({ source, flags, pump, length, now: cpuMs });
    try {
      return Number(timing.runInContext(sandbox, { timeout: giveUpMs }));
    } catch (error) {
      if (isTimeout(error)) return null;
      throw error;
    }
  };
  const short = over(shortLength);
  return { ...pump, short, long: short === null ? null : over(longLength) };
}

/** CPU time of this process, which is independent of the machine's load. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Characters that are common in character classes. */
const usual = [...'aA0 \t\n-_.,;:=/@"\'([<%é+'];
const suffixes = ['', '\u0000', '!'];

/**
 * Returns texts that may be slow for a pattern: parts of matching texts and every character of the pattern, repeated
 * after prefixes of matching texts, with a suffix that does not match.
 */
function pumpsFor(source: string, flags: string): Pump[] {
  const samples = matchesOf(source, flags);
  const named = [...new Set(source.replaceAll(/\\[a-zA-Z]/g, ''))];
  const parts = samples.flatMap((sample) =>
    [1, 2, 3, 4, 5, 6, 8, 12].flatMap((length) => [
      sample.slice(0, length),
      sample.slice(-length),
      sample.slice(1, 1 + length),
    ]),
  );
  const pumps = [...new Set([...usual, ...named, ...parts, ...samples])].filter((pump) => pump !== '');
  const cuts = samples
    .slice(0, 4)
    .flatMap((sample) => [0.3, 0.6, 1].map((share) => sample.slice(0, Math.ceil(sample.length * share))));
  const prefixes = [...new Set(['', ...cuts])];
  return prefixes.flatMap((prefix) =>
    pumps.flatMap((pump) => suffixes.map((suffix) => ({ prefix, pump, suffix }))),
  );
}

/**
 * Returns short texts that a pattern matches, generated by fast-check. Lookarounds, word boundaries and backreferences are ignored, so
 * some texts may not match.
 */
export function matchesOf(source: string, flags: string): string[] {
  const plain = source
    .replaceAll(/\(\?<?[=!](?:[^()[\]]|\[[^\]]*\])*\)|\\[1-9b]/g, '')
    .replaceAll('()', '')
    .replaceAll(/\\u\{[0-9a-f]+\}/g, '\\uffff');
  const expression = new RegExp(plain, flags.replaceAll(/[giy]/g, ''));
  const matching = fc.stringMatching(expression, { size: 'small' });
  return [...new Set(fc.sample(matching, { numRuns: 12, seed: 1 }))].map((text) => text.slice(0, 40));
}
