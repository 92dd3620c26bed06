import type { Fault } from './faults.js';
import { isLoopback } from './loopback.js';
import { developmentServerPath, isPublished } from './published-values.js';

/** The settings that decide who can reach the service, and those that hold secrets. */
interface Exposure {
  readonly isProduction: boolean;
  readonly host: string;
  readonly tls: object | null;
  readonly allowDevelopmentOnNetwork: boolean;
  readonly allowEmbeddedDatabase: boolean;
  readonly databaseUrl: string | null;
  readonly databaseReplicaUrls: readonly string[];
  readonly serviceRolePassword: string | null;
  readonly redisUrl: string | null;
  readonly mail: { readonly smtpUrl: string | null };
  readonly webhooks: { readonly secretKeys: readonly string[] };
  readonly auth: {
    readonly issuer: string;
    readonly isDevelopmentServer: boolean;
    readonly requireSenderConstrained: boolean;
    readonly introspection: { readonly clientSecret: string } | null;
    readonly dpopNonceSecrets: readonly string[];
  };
  readonly notify: {
    readonly isDevelopment: boolean;
    readonly adminSecrets: readonly string[];
  };
}

/** Returns the development parts of a service that runs in production, or that other machines can reach. */
export function exposureFaults(config: Exposure): Fault[] {
  if (config.isProduction)
    return [...productionFaults(config), ...publishedNames(config).map(publishedFault)];
  const names = developmentNames(config);
  if (isLoopback(config.host) || config.allowDevelopmentOnNetwork || names.length === 0) return [];
  return [
    [
      'HOST',
      `HOST is "${config.host}", which other machines can reach, and these settings have development values: ${names.join(', ')}; allowed: values of your own, HOST=127.0.0.1, or ALLOW_DEVELOPMENT_ON_NETWORK=true.`,
    ],
  ];
}

/** Returns a sentence for each risk that the settings allow, for each start. */
export function exposureWarnings(config: Exposure): string[] {
  const isUnbound = config.isProduction && !config.auth.requireSenderConstrained;
  return [...(isUnbound ? [bearerTokens] : []), ...hostWarnings(config)];
}

const bearerTokens =
  'AUTH_REQUIRE_SENDER_CONSTRAINED is false: whoever gets hold of an access token can use it. Have the authorisation server bind tokens to a client certificate or to a DPoP key, and remove the setting.';

function hostWarnings(config: Exposure): string[] {
  if (isLoopback(config.host)) return [];
  const isDevelopment = !config.isProduction && developmentNames(config).length > 0;
  return [
    ...(isDevelopment
      ? [
          `ALLOW_DEVELOPMENT_ON_NETWORK is true and HOST is "${config.host}": whoever reaches this address can read and change everything with published secrets.`,
        ]
      : []),
    ...(config.tls === null
      ? [
          `HOST is "${config.host}" and TLS_CERT_FILE is not set: tokens cross the network in plain text, unless a proxy on this machine ends TLS.`,
        ]
      : []),
  ];
}

/** Returns the settings with development values, by default or because they are set to them. */
function developmentNames(config: Exposure): string[] {
  return [
    ...(config.auth.isDevelopmentServer ? ['AUTH_ISSUER'] : []),
    ...(config.notify.isDevelopment ? ['NOTIFY_ADMIN_SECRETS'] : []),
    ...publishedNames(config),
  ];
}

/** Returns the settings that are set to a value that this repository publishes. */
function publishedNames({ auth, notify, ...config }: Exposure): string[] {
  const held: Readonly<Record<string, readonly (string | null | undefined)[]>> = {
    AUTH_INTROSPECTION_CLIENT_SECRET: [auth.introspection?.clientSecret],
    AUTH_DPOP_NONCE_SECRETS: auth.dpopNonceSecrets,
    NOTIFY_ADMIN_SECRETS: notify.isDevelopment ? [] : notify.adminSecrets,
    DATABASE_URL: passwordsOf(config.databaseUrl),
    DATABASE_REPLICA_URLS: config.databaseReplicaUrls.flatMap(passwordsOf),
    SERVICE_ROLE_PASSWORD: [config.serviceRolePassword],
    REDIS_URL: passwordsOf(config.redisUrl),
    SMTP_URL: passwordsOf(config.mail.smtpUrl),
    WEBHOOK_SECRET_KEYS: config.webhooks.secretKeys,
  };
  const isDevelopmentIssuer =
    !auth.isDevelopmentServer && URL.parse(auth.issuer)?.pathname.endsWith(developmentServerPath) === true;
  return [
    ...(isDevelopmentIssuer ? ['AUTH_ISSUER'] : []),
    ...Object.keys(held).filter((name) => held[name]?.some((value) => isPublished(value ?? ''))),
  ];
}

function publishedFault(name: string): Fault {
  return [
    name,
    `${name} has a value that this repository publishes: with NODE_ENV=production it is refused; allowed: a value of your own.`,
  ];
}

/** Returns the passwords that a URL holds, as they are and percent-decoded. */
function passwordsOf(url: string | null): string[] {
  if (url === null) return [];
  const { password, searchParams } = new URL(url);
  return [password, ...searchParams.getAll('password'), new URLSearchParams(`p=${password}`).get('p') ?? ''];
}

/** The parts that a developer's machine has without settings, and that production must not have. */
function productionFaults(config: Exposure): Fault[] {
  const parts: (Fault | null)[] = [
    config.auth.isDevelopmentServer
      ? [
          'AUTH_ISSUER',
          'AUTH_ISSUER is not set: with NODE_ENV=production the development authorisation server is refused; name the issuer whose tokens are trusted.',
        ]
      : null,
    config.notify.isDevelopment
      ? [
          'NOTIFY_ADMIN_SECRETS',
          'NOTIFY_ADMIN_SECRETS is not set: with NODE_ENV=production the development secret is refused; allowed: secrets of at least 32 characters, separated by commas.',
        ]
      : null,
    config.webhooks.secretKeys.length === 0
      ? [
          'WEBHOOK_SECRET_KEYS',
          'WEBHOOK_SECRET_KEYS is not set: with NODE_ENV=production no key is made in DATA_DIR; allowed: keys of at least 32 characters, separated by commas.',
        ]
      : null,
    config.databaseUrl === null && !config.allowEmbeddedDatabase
      ? [
          'DATABASE_URL',
          'DATABASE_URL is not set: with NODE_ENV=production the embedded database is refused unless ALLOW_EMBEDDED_DATABASE=true.',
        ]
      : null,
  ];
  return parts.filter((part) => part !== null);
}
