import { Presets, SingleBar } from 'cli-progress';

/** How far a long command is, on a terminal; elsewhere nothing is written. */
export interface Progress {
  readonly show: (done: number, total: number, records: number) => void;
  readonly end: () => void;
}

/** A bar on standard error. */
export function progressBar(): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {records} records | {eta_formatted} left', hideCursor: true },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    show(done, total, records) {
      if (!isStarted) bar.start(total, 0, { records: 0 });
      isStarted = true;
      bar.update(done, { records });
    },
    end() {
      if (isStarted) bar.stop();
    },
  };
}
