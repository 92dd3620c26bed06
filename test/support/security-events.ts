import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of the security event stream. */
export interface EventLine {
  readonly event: string;
  readonly outcome: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Returns the events of a service or command with this folder, oldest first; `prefix` selects names. */
export function eventsIn(folder: string, prefix = ''): EventLine[] {
  const path = join(folder, 'security-events.ndjson');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as EventLine).filter(({ event }) => event.startsWith(prefix));
}
