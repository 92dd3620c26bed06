import { withoutSlashesAtEnd } from '../../../config/settings.js';
import { SchemaViolation } from '../errors/notify-problems.js';

/**
 * Returns the base of an invite's link, as a browser would read it.
 * @param host a valid URL without user name, query and fragment
 * @throws SchemaViolation if scheme, host and port are not those of one of the origins
 */
export function linkBaseOf(host: string, origins: readonly string[]): string {
  const { origin, pathname } = new URL(host);
  if (!origins.includes(origin))
    throw new SchemaViolation([
      `invite_link_host is not one of the allowed origins. Use ${origins.join(' or ')}`,
    ]);
  return withoutSlashesAtEnd(`${origin}${pathname}`);
}
