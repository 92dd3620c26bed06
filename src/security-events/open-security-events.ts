import type { Config } from '../config/config.js';
import { eventFile, type LineWriter } from './event-file.js';
import { PersonalHash } from './personal-hash.js';
import { SecurityEvents } from './security-events.js';

/**
 * Opens the stream of SECURITY_EVENTS_FILE.
 * @param toConsole writes the lines where no file is configured
 * @throws ConfigError if the file can't be written
 */
export function openSecurityEvents(
  config: Pick<Config, 'securityEventsFile' | 'logHashKey'>,
  toConsole: LineWriter,
  onLost: (error: unknown, line: string) => void,
): SecurityEvents {
  const { securityEventsFile: path, logHashKey } = config;
  return new SecurityEvents(
    new PersonalHash(logHashKey),
    path === null ? toConsole : eventFile(path),
    onLost,
  );
}
