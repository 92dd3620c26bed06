import { appendFileSync } from 'node:fs';
import { ConfigError } from '../config/config-error.js';

/** Writes a line, which ends with a line feed. @throws the error of the file system */
export type LineWriter = (line: string) => void;

/** Read and write for the owner only. */
const privateMode = 0o600;

/**
 * Returns a writer that appends to a file. The file is opened for each line, because events are rare, and rotation then
 * works by rename and by truncation, without a signal.
 * @throws ConfigError if the file can't be written
 */
export function eventFile(path: string): LineWriter {
  const append = (text: string): void => {
    appendFileSync(path, text, { mode: privateMode });
  };
  try {
    append('');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError(
      `SECURITY_EVENTS_FILE is "${path}", which can't be written (${reason}); allowed: a file in a folder that exists and that this user may write.`,
    );
  }
  let isTorn = false;
  return (line) => {
    try {
      // After a full disk the last line may lack its end.
      append(isTorn ? `\n${line}` : line);
      isTorn = false;
    } catch (error) {
      isTorn = true;
      throw error;
    }
  };
}
