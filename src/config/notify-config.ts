import { createHash } from 'node:crypto';
import type { Settings } from './settings.js';

/** Who may call the Notify API, and where the links in its e-mails lead. */
export interface NotifyConfig {
  /** The `iss` of the admin client's JWTs. */
  readonly adminClientId: string;
  /** Secrets that the admin client may sign with; more than one while they are rotated. The first signs invite links. */
  readonly adminSecrets: readonly [string, ...string[]];
  readonly apiKeys: readonly ApiKeyConfig[];
  /** Root of the admin's pages, without a slash at its end. */
  readonly adminBaseUrl: string;
  /** True where no NOTIFY_ADMIN_SECRETS are set: a secret and a key that everybody can read here are good. */
  readonly isDevelopment: boolean;
}

/** An opaque bearer key, known by its hash alone. */
export interface ApiKeyConfig {
  /** Who it was given to; stands in the audit. */
  readonly name: string;
  /** SHA-256 of the key, lower-case hex. */
  readonly sha256: string;
}

/** Where e-mail goes. */
export interface MailConfig {
  /** null: each mail becomes a file below DATA_DIR. */
  readonly smtpUrl: string | null;
  readonly from: string;
  /** Reply-To of mails that have none of their own; null: no such header. */
  readonly replyTo: string | null;
  /** Whether this process sends what waits in the outbox; another may. */
  readonly hasWorker: boolean;
}

/** What a newcomer may use on their own machine. Refused in production. */
export const developmentAdminSecret = 'dev-notify-admin-secret-for-this-machine';
export const developmentApiKey = 'dev-notify-api-key';

/** Shorter ones could be guessed from a token: RFC 7518 §3.2 asks for as many bits as the hash has. */
const leastSecretLength = 32;

/** @throws the reader's error naming the variable, what it holds and what is allowed */
export function readNotify(read: Settings): NotifyConfig {
  const [first, ...others] = read.secrets('NOTIFY_ADMIN_SECRETS', leastSecretLength);
  const developmentKey: ApiKeyConfig = { name: 'development', sha256: sha256(developmentApiKey) };
  const apiKeys = read.apiKeys('NOTIFY_API_KEYS');
  const isDevelopment = first === undefined;
  const notify: NotifyConfig = {
    adminClientId: read.text('NOTIFY_ADMIN_CLIENT_ID', 'notify-admin'),
    adminSecrets: isDevelopment ? [developmentAdminSecret] : [first, ...others],
    apiKeys: isDevelopment && apiKeys.length === 0 ? [developmentKey] : apiKeys,
    adminBaseUrl: read.linkBase('NOTIFY_ADMIN_BASE_URL', 'http://localhost:6012'),
    isDevelopment,
  };
  return Object.freeze(notify);
}

/** @throws the reader's error naming the variable, what it holds and what is allowed */
export function readMail(read: Settings): MailConfig {
  const smtpUrl = read.smtpUrl('SMTP_URL');
  // Where mail really leaves, nobody's name may be borrowed by default.
  const defaultFrom = smtpUrl === null ? 'GOV.UK Notify <gov.uk.notify@localhost>' : null;
  return Object.freeze({
    smtpUrl,
    from: read.mailbox('MAIL_FROM', defaultFrom),
    replyTo: read.optionalMailbox('MAIL_REPLY_TO'),
    hasWorker: read.boolean('MAIL_WORKER', true),
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
