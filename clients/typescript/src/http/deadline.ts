import { reasonOf } from './waiting.js';

/** A signal that is aborted by the caller's signal, or when the time is over. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = (): void => {
    this.controller.abort(reasonOf(this.caller));
  };

  constructor(
    private readonly caller: AbortSignal | undefined,
    private readonly milliseconds: number,
  ) {
    this.restart();
    if (caller?.aborted === true) this.stop();
    else caller?.addEventListener('abort', this.stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Gives the whole time again, from now on. */
  restart(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.controller.abort(new Error(`There was no answer within ${this.milliseconds / 1_000} seconds.`));
    }, this.milliseconds);
  }

  /** Removes the limit of time; the caller's signal still aborts. */
  stopTimer(): void {
    clearTimeout(this.timer);
  }

  release(): void {
    this.stopTimer();
    this.caller?.removeEventListener('abort', this.stop);
  }
}
