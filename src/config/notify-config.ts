import type { Settings } from './settings.js';
import { crossesNetwork } from './unencrypted-connections.js';

/** The callers of the Notify API, and the base URL of links in its e-mails. */
export type NotifyConfig = ReturnType<typeof readNotify>;

/** The mail server and the senders. */
export type MailConfig = ReturnType<typeof readMail>;

/** Valid on a developer's machine; rejected in production. */
export const developmentAdminSecret = 'dev-notify-admin-secret-for-this-machine';
export const developmentApiKey = 'dev-notify-api-key';
export const developmentApiKeyName = 'development';

/** RFC 7518 §3.2: at least as many bits as the hash; a shorter secret could be guessed from a token. */
const minSecretLength = 32;

/** @throws the error of `settings` */
export function readNotify(read: Settings) {
  const [first, ...others] = read.secrets('NOTIFY_ADMIN_SECRETS', minSecretLength);
  const isDevelopment = first === undefined;
  const adminSecrets: readonly [string, ...string[]] = [first ?? developmentAdminSecret, ...others];
  const adminBaseUrl = read.linkBase('NOTIFY_ADMIN_BASE_URL', 'http://localhost:6012');
  return Object.freeze({
    /** The `iss` of the admin client's JWTs. */
    adminClientId: read.text('NOTIFY_ADMIN_CLIENT_ID', 'notify-admin'),
    /** Secrets of the admin client; several while they are rotated. The first signs invite links. */
    adminSecrets,
    /** Base URL of the admin's pages, without a slash at its end. */
    adminBaseUrl,
    /** Origins to which links in e-mails may lead. */
    linkOrigins: [new URL(adminBaseUrl).origin, ...read.origins('NOTIFY_LINK_ORIGINS')],
    /** True without NOTIFY_ADMIN_SECRETS: the development secret and key are valid. */
    isDevelopment,
  });
}

/**
 * @param unencryptedHosts hosts of other machines that may be reached without TLS
 * @throws the error of `settings`
 */
export function readMail(read: Settings, unencryptedHosts: readonly string[]) {
  const smtpUrl = read.smtpUrl('SMTP_URL');
  // Without a default where mail is really sent, so that it never has the name of another sender.
  const defaultFrom = smtpUrl === null ? 'GOV.UK Notify <gov.uk.notify@localhost>' : null;
  return Object.freeze({
    /** Null: each mail becomes a file below DATA_DIR. */
    smtpUrl,
    /** True if no mail leaves without TLS. */
    requiresTls: smtpUrl !== null && crossesNetwork(new URL(smtpUrl).hostname, unencryptedHosts),
    from: read.mailbox('MAIL_FROM', defaultFrom),
    /** Reply-To of mails that have none of their own; null: no such header. */
    replyTo: read.optionalMailbox('MAIL_REPLY_TO'),
    /** True if this process sends the mails of the outbox. */
    hasWorker: read.boolean('MAIL_WORKER', true),
  });
}
