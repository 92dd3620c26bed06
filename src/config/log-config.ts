import { hkdfSync } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { NotifyConfig } from './notify-config.js';
import type { Settings } from './settings.js';

/** As many characters as the other secrets of the service. */
const minKeyLength = 32;

/** Returns the file of the security events; null: standard output. An embedded database brings its own folder. */
export function readSecurityEventsFile(
  read: Settings,
  databaseUrl: string | null,
  dataDir: string,
): string | null {
  const path = read.optionalText('SECURITY_EVENTS_FILE');
  if (path !== null) return resolve(path);
  return databaseUrl === null ? join(dataDir, 'security-events.ndjson') : null;
}

/** Returns the days after which `cli forget` removes personal data. */
export function readRetentionDays(read: Settings): number {
  return read.integer('PERSONAL_DATA_RETENTION_DAYS', 90, 1, 3_650);
}

/**
 * Returns the key of the hashes of users. Without the setting the key comes from the first of NOTIFY_ADMIN_SECRETS, which
 * instances share; null without that too.
 */
export function readLogHashKey(read: Settings, notify: NotifyConfig): string | null {
  const [key] = read.secrets('LOG_HASH_KEY', minKeyLength);
  if (key !== undefined) return key;
  if (notify.isDevelopment) return null;
  return Buffer.from(hkdfSync('sha256', notify.adminSecrets[0], '', 'log hash key', 32)).toString('hex');
}
