import { Presets, SingleBar } from 'cli-progress';
import { note } from './with-database.js';

/** How far a long command is, on a terminal; elsewhere nothing is written. */
export interface Progress {
  readonly show: (done: number, total: number, records: number) => void;
  /** Writes a sentence below the bar, on a terminal or not. */
  readonly note: (sentence: string) => void;
  readonly end: () => void;
}

/** A bar on standard error. */
export function progressBar(): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, note, end: () => undefined };
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {records} records | {eta_formatted} left', hideCursor: true },
    Presets.shades_classic,
  );
  let isStarted = false;
  const end = (): void => {
    if (isStarted) bar.stop();
    isStarted = false;
  };
  return {
    show(done, total, records) {
      if (!isStarted) bar.start(total, 0, { records: 0 });
      isStarted = true;
      bar.update(done, { records });
    },
    note(sentence) {
      end();
      note(sentence);
    },
    end,
  };
}
