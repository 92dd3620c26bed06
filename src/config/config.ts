import { type MailConfig, type NotifyConfig, readMail, readNotify } from './notify-config.js';
import { type Environment, type Settings, settings } from './settings.js';
import { readTls, type TlsConfig } from './tls-config.js';

/** Everything the service may be told from outside, parsed once at start. Names carry their units. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Where this machine reaches the service. */
  readonly localOrigin: string;
  /** A PostgreSQL URL, or null for the embedded server below `dataDir`. */
  readonly databaseUrl: string | null;
  /** PostgreSQL URLs of read replicas of that database. */
  readonly databaseReplicaUrls: readonly string[];
  readonly dataDir: string;
  readonly databasePoolSize: number;
  readonly databaseTimeoutMs: number;
  /** Null: plain HTTP is served. */
  readonly tls: TlsConfig | null;
  readonly auth: AuthConfig;
  readonly notify: NotifyConfig;
  readonly mail: MailConfig;
  /** Addresses or CIDRs whose `Client-Cert` (RFC 9440) and `Forwarded` (RFC 7239) headers count. */
  readonly trustedProxies: readonly string[];
  /** Where clients reach the service; empty: wherever a request says that it was sent to. */
  readonly publicOrigins: readonly string[];
  readonly rateLimitPerMinute: number;
  /** Where instances count their clients' requests together; null: each for itself. */
  readonly redisUrl: string | null;
  /** Requests in hand from which on others are turned away with 503. */
  readonly maxConcurrentRequests: number;
  /** Mebibytes for whole pages of the list; 0 keeps none. */
  readonly pageCacheMb: number;
  /** Mebibytes for single organisations as they leave. */
  readonly organisationCacheMb: number;
  readonly corsOrigins: readonly string[];
  readonly participantsPublic: boolean;
  readonly requireIfMatch: boolean;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
}

/** Which authorisation server the directory trusts. */
export interface AuthConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's keys are; null: discovered from the issuer's metadata. */
  readonly jwksUri: string | null;
  /** True when no AUTH_ISSUER is set: the built-in development server signs the tokens. */
  readonly isDevelopmentServer: boolean;
  readonly introspection: IntrospectionConfig | null;
  readonly requireSenderConstrained: boolean;
  /** Proofs of DPoP must carry a nonce made with the first; empty: they need none. */
  readonly dpopNonceSecrets: readonly string[];
}

/** RFC 7662: where opaque tokens are looked up, and as whom. */
export interface IntrospectionConfig {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The setting that is wrong, what it holds and what is allowed: one sentence for the operator. */
export class ConfigError extends Error {}

/**
 * Reads and checks every setting.
 * @throws ConfigError naming the variable, what it holds and what is allowed
 */
export function readConfig(environment: Environment = process.env): Config {
  const toError = (message: string): Error => new ConfigError(message);
  const read = settings(environment, toError);
  const host = read.text('HOST', '127.0.0.1');
  const port = read.integer('PORT', 3000, 1, 65_535);
  const tls = readTls(read, toError);
  const local = localOrigin(tls === null ? 'http' : 'https', host, port);
  const mode = read.oneOf('NODE_ENV', ['production', 'development', 'test'], 'development');
  const allowEmbeddedDatabase = read.boolean('ALLOW_EMBEDDED_DATABASE', false);
  const config: Config = {
    isProduction: mode === 'production',
    host,
    port,
    localOrigin: local,
    databaseUrl: read.databaseUrl('DATABASE_URL'),
    databaseReplicaUrls: read.databaseUrls('DATABASE_REPLICA_URLS'),
    dataDir: read.folder('DATA_DIR', './data'),
    databasePoolSize: read.integer('DATABASE_POOL_SIZE', 10, 1, 1_000),
    databaseTimeoutMs: read.integer('DATABASE_TIMEOUT_MS', 5_000, 100, 600_000),
    tls,
    auth: readAuth(read, local),
    notify: readNotify(read),
    mail: readMail(read),
    trustedProxies: read.networks('TRUSTED_PROXIES'),
    publicOrigins: read.origins('PUBLIC_ORIGINS'),
    rateLimitPerMinute: read.integer('RATE_LIMIT_PER_MINUTE', 6_000, 1, 100_000_000),
    redisUrl: read.redisUrl('REDIS_URL'),
    maxConcurrentRequests: read.integer('MAX_CONCURRENT_REQUESTS', 32, 1, 100_000),
    pageCacheMb: read.integer('PAGE_CACHE_MB', 32, 0, 65_536),
    organisationCacheMb: read.integer('ORGANISATION_CACHE_MB', 32, 1, 65_536),
    corsOrigins: read.origins('CORS_ORIGINS'),
    participantsPublic: read.boolean('PARTICIPANTS_PUBLIC', true),
    requireIfMatch: read.boolean('REQUIRE_IF_MATCH', false),
    logLevel: read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
    logFormat: read.oneOf('LOG_FORMAT', ['json', 'pretty'], process.stdout.isTTY ? 'pretty' : 'json'),
  };
  if (config.databaseUrl === null && config.databaseReplicaUrls.length > 0) {
    throw new ConfigError(
      'DATABASE_REPLICA_URLS is set and DATABASE_URL is not; allowed: both, or DATABASE_URL alone.',
    );
  }
  if (config.isProduction) refuseDevelopmentParts(config, allowEmbeddedDatabase);
  return Object.freeze(config);
}

function readAuth(read: Settings, local: string): AuthConfig {
  const issuer = read.httpUrl('AUTH_ISSUER');
  const audience = read.text('AUTH_AUDIENCE', issuer === null ? 'organisations-directory' : null);
  const jwksUri = read.httpUrl('AUTH_JWKS_URI');
  if (jwksUri !== null && issuer === null) {
    throw new ConfigError(
      'AUTH_JWKS_URI is set and AUTH_ISSUER is not; allowed: both, or AUTH_ISSUER alone.',
    );
  }
  return Object.freeze({
    issuer: issuer ?? `${local}/dev/oidc`,
    audience,
    jwksUri,
    isDevelopmentServer: issuer === null,
    introspection: readIntrospection(read),
    requireSenderConstrained: read.boolean('AUTH_REQUIRE_SENDER_CONSTRAINED', false),
    dpopNonceSecrets: read.secrets('AUTH_DPOP_NONCE_SECRETS', 32),
  });
}

function readIntrospection(read: Settings): IntrospectionConfig | null {
  const url = read.httpUrl('AUTH_INTROSPECTION_URL');
  if (url === null) return null;
  return Object.freeze({
    url,
    clientId: read.text('AUTH_INTROSPECTION_CLIENT_ID', null),
    clientSecret: read.text('AUTH_INTROSPECTION_CLIENT_SECRET', null),
  });
}

/** A wildcard address is reached over loopback. */
function localOrigin(scheme: string, host: string, port: number): string {
  const reachable = ['0.0.0.0', '::', ''].includes(host)
    ? 'localhost'
    : host.includes(':')
      ? `[${host}]`
      : host;
  return `${scheme}://${reachable}:${port}`;
}

function refuseDevelopmentParts(config: Config, allowEmbeddedDatabase: boolean): void {
  if (config.auth.isDevelopmentServer) {
    throw new ConfigError(
      'AUTH_ISSUER is not set: with NODE_ENV=production the development authorisation server is refused; name the issuer whose tokens are trusted.',
    );
  }
  if (config.notify.isDevelopment) {
    throw new ConfigError(
      'NOTIFY_ADMIN_SECRETS is not set: with NODE_ENV=production the development secret is refused; allowed: secrets of at least 32 characters, separated by commas.',
    );
  }
  if (config.databaseUrl === null && !allowEmbeddedDatabase) {
    throw new ConfigError(
      'DATABASE_URL is not set: with NODE_ENV=production the embedded database is refused unless ALLOW_EMBEDDED_DATABASE=true.',
    );
  }
}
