import { ConfigError } from './config-error.js';
import type { Settings } from './settings.js';

/** A variable that is not set and has to be, or whose value is refused, and the sentence about it. */
export type Fault = readonly [name: string, sentence: string];

/** Returns the result of `task`; if it throws ConfigError, notes the message and returns the result of `orElse`. */
export type Attempt = <Result>(task: () => Result, orElse: () => Result) => Result;

/** Returns an attempt that adds the messages to `faults`. */
export function noteFaults(faults: string[]): Attempt {
  return (task, orElse) => {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!faults.includes(error.message)) faults.push(error.message);
      return orElse();
    }
  };
}

/**
 * Returns the readers of `read`, which note faults instead of throwing them. A wrong setting then counts as not set; one
 * that must be set counts as empty.
 * @param unset the readers of an empty environment
 */
export function noteFaultsOf(read: Settings, unset: Settings, attempt: Attempt): Settings {
  type Reader = (...args: unknown[]) => unknown;
  const readers = read as unknown as Readonly<Record<string, Reader>>;
  const others = unset as unknown as Readonly<Record<string, Reader>>;
  const noting = Object.keys(readers).map((name): [string, Reader] => [
    name,
    (...args) =>
      attempt(
        () => readers[name]?.(...args),
        () =>
          noteFaults([])(
            () => others[name]?.(...args),
            () => '',
          ),
      ),
  ]);
  return Object.fromEntries(noting) as unknown as Settings;
}
