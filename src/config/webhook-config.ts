import type { Settings } from './settings.js';

/**
 * Reads the receivers of webhooks and the keys of their secrets.
 * @throws the error of `settings`
 */
export function readWebhooks(read: Settings) {
  return Object.freeze({
    /** Keys that encrypt the secrets of webhooks; the first encrypts, all decrypt. Empty: a key is made in DATA_DIR. */
    secretKeys: read.secrets('WEBHOOK_SECRET_KEYS', 32),
    /** Hosts whose addresses are not checked, in lower case and without brackets. */
    allowedHosts: read.hosts('WEBHOOK_ALLOWED_HOSTS'),
    /** True if this process sends webhooks. */
    hasWorker: read.boolean('WEBHOOK_WORKER', true),
  });
}
