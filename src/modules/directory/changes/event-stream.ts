import { Readable } from 'node:stream';
import type { Changes } from './changes.service.js';
import { formatPlace } from './place.js';

/** Seconds without an event after which a comment keeps the connection. */
const quietSeconds = 15;

/** The beginning of a stream for the documentation: a comment, an event, and a place alone. */
export const exampleEvents = `:

id: 6f1c0a52-4a4e-4f0e-9a6c-1d2e3f4a5b6c.1043
event: change
data: {"Position":1043, …}

id: 6f1c0a52-4a4e-4f0e-9a6c-1d2e3f4a5b6c.1050

`;

/** The text of Server-Sent Events as a client takes it. What is unsent waits in memory. */
export class EventStream extends Readable {
  private quiet = 0;
  private hasEnded = false;
  private whenWanted: (() => void) | null = null;

  /** @param expiresAtMs end of the caller's token, in milliseconds since 1970 */
  constructor(private readonly expiresAtMs: number) {
    super();
    // The first bytes also send the headers.
    this.write(':\n\n');
  }

  override _read(): void {
    this.whenWanted?.();
    this.whenWanted = null;
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.hasEnded = true;
    this._read();
    callback(error);
  }

  /** True if nothing more can be sent. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  get unsentBytes(): number {
    return this.readableLength;
  }

  /** Sends the entries of a page, and the place after entries that the caller may not see. */
  sendPage({ changes, next }: Changes): void {
    const events = changes.map(
      (change) =>
        `id: ${formatPlace({ log: next.log, position: change.Position })}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`,
    );
    // An id without data is no event, and moves the place from which the client resumes.
    if (changes.at(-1)?.Position !== next.position) events.push(`id: ${formatPlace(next)}\n\n`);
    this.write(events.join(''));
  }

  /** Ends the stream: the client resumes after the last event. */
  finish(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.push(null);
  }

  /** Called once a second: ends with the token, and sends a comment after a quiet time. */
  tick(nowMs: number): void {
    if (nowMs >= this.expiresAtMs) this.finish();
    this.quiet += 1;
    if (this.quiet >= quietSeconds) this.write(':\n\n');
  }

  /** Resolves when the client has taken all but the last bytes, or the stream is over; false after the time. */
  async drained(timeoutMs: number): Promise<boolean> {
    if (this.hasEnded || this.readableLength < this.readableHighWaterMark) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.whenWanted = null;
        resolve(false);
      }, timeoutMs);
      this.whenWanted = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  private write(text: string): void {
    if (this.hasEnded) return;
    this.quiet = 0;
    this.push(text);
  }
}
