import { ConnectionError, DirectoryError, TokenError } from 'organisations-directory-client';
import { SessionEndedError } from '../../../sign-in/session.ts';

/** Waits for milliseconds; rejects to give up. */
export type Pause = (milliseconds: number) => Promise<void>;

/** The answers of a directory, or of a proxy before it, that is not there at the moment. */
const absent = new Set([502, 503, 504]);

/** Calls until the directory takes the request: waits as long as Retry-After asks (429, 503). */
export async function patiently<Value>(call: () => Promise<Value>, pause: Pause): Promise<Value> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const milliseconds = askedWait(error);
      if (milliseconds === null) throw error;
      await pause(milliseconds);
    }
  }
}

/** True for an error that says nothing about the record: no connection, no session, no directory. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof SessionEndedError || error instanceof TokenError)
    return true;
  return error instanceof DirectoryError && (error.status === 401 || absent.has(error.status));
}

/** Returns the milliseconds that the directory asks to wait, at least a second; null if it does not ask. */
function askedWait(error: unknown): number | null {
  if (!(error instanceof DirectoryError) || (error.status !== 429 && error.status !== 503)) return null;
  const seconds = Number(error.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(seconds, 1) * 1_000 : null;
}
