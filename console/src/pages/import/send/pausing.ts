import { signal } from '@preact/signals';
import type { Pause } from './patience.ts';

/** The person stopped the work while it waited. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** The waits that the directory asks for. */
export class Pausing {
  /** Milliseconds since 1970 of the end of the present wait, or null. */
  readonly until = signal<number | null>(null);

  constructor(private readonly stop: AbortSignal) {}

  /** @throws Stopped once the signal is aborted */
  readonly pause: Pause = async (milliseconds) => {
    this.until.value = Date.now() + milliseconds;
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        clearTimeout(timer);
        reject(new Stopped());
      };
      const timer = setTimeout(() => {
        this.stop.removeEventListener('abort', giveUp);
        resolve();
      }, milliseconds);
      if (this.stop.aborted) giveUp();
      else this.stop.addEventListener('abort', giveUp, { once: true });
    }).finally(() => {
      this.until.value = null;
    });
  };
}
