import { Presets, SingleBar } from 'cli-progress';
import { note } from './with-database.js';

/** The progress of a long command, shown only on a terminal. */
export interface Progress {
  readonly show: (done: number, total: number, records: number) => void;
  /** Writes a sentence below the bar, also without a terminal. */
  readonly note: (sentence: string) => void;
  readonly end: () => void;
}

/** Returns a progress bar on standard error. */
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
