import { readConfig } from '../config/config.js';
import type { SecurityEventName } from '../security-events/event-names.js';
import { commandOrigin } from '../security-events/event-origin.js';
import { openSecurityEvents } from '../security-events/open-security-events.js';
import type { EventDetails, SecurityEvents } from '../security-events/security-events.js';
import { note } from './with-database.js';

/** Opens the security event stream for a command. */
export function commandEvents(): SecurityEvents {
  return openSecurityEvents(
    readConfig(),
    (line) => {
      process.stderr.write(line);
    },
    (error, line) => {
      note(`The security event stream can't be written: ${String(error)}. The line: ${line.trimEnd()}`);
    },
  );
}

/** Records the event of a command that succeeded. */
export function recordEvent(event: SecurityEventName, details: EventDetails): void {
  commandEvents().record(event, commandOrigin, details);
}

/**
 * Runs a command between two security events, `started` and its outcome.
 * @param details facts of the start
 * @param resultDetails facts of the result
 */
export async function recorded<Result>(
  event: SecurityEventName,
  details: EventDetails,
  work: () => Promise<Result>,
  resultDetails: (result: Result) => EventDetails = () => ({}),
): Promise<Result> {
  const events = commandEvents();
  events.record(event, commandOrigin, details, 'started');
  try {
    const result = await work();
    events.record(event, commandOrigin, { ...details, ...resultDetails(result) });
    return result;
  } catch (error) {
    events.record(event, commandOrigin, details, 'failure');
    throw error;
  }
}
