import { ConfigError } from './config-error.js';
import { readConsole } from './console-config.js';
import { exposureFaults } from './exposure.js';
import { type Attempt, type Fault, noteFaults, noteFaultsOf } from './faults.js';
import { readLogHashKey, readRetentionDays, readSecurityEventsFile } from './log-config.js';
import { localOrigin } from './loopback.js';
import { readMail, readNotify } from './notify-config.js';
import { defaultClientCertHeader, readClientCertHeader, readPublicOrigins } from './proxy-config.js';
import { developmentServerPath } from './published-values.js';
import { type Environment, type Settings, settings } from './settings.js';
import { readTls } from './tls-config.js';
import { missingSigningKeyFaults, readSigningKeys } from './signing-config.js';
import { unencryptedConnections } from './unencrypted-connections.js';
import { readWebhooks } from './webhook-config.js';

/** The settings of the service, parsed once at start. */
export type Config = ReturnType<typeof readSettings>;

/** The authorisation server that the directory trusts. */
export type AuthConfig = ReturnType<typeof readAuth>;

/** RFC 7662: the endpoint for opaque tokens and the directory's credentials there. */
export type IntrospectionConfig = NonNullable<ReturnType<typeof readIntrospection>>;

/**
 * Reads and checks every setting.
 * @param use the service also needs the key of its signatures, which commands may not be allowed to read
 * @throws ConfigError with a line for each setting that is wrong or missing
 */
export function readConfig(
  environment: Environment = process.env,
  use: 'command' | 'service' = 'command',
): Config {
  const faults: string[] = [];
  const attempt = noteFaults(faults);
  const read = noteFaultsOf(settings(environment, toError), settings({}, toError), attempt);
  const config = readSettings(read, attempt);
  const { signingKeyFile } = config;
  if (use === 'service' && signingKeyFile !== null) {
    attempt(
      () => readSigningKeys(signingKeyFile, 'SIGNING_KEY_FILE', toError),
      () => null,
    );
  }
  const refused = [
    ...missingPrimary(config),
    ...missingIssuer(config),
    ...samePort(config),
    ...unencryptedConnections(config),
    ...exposureFaults(config),
    ...(use === 'service' ? missingSigningKeyFaults(config) : []),
  ];
  // A wrong value counts as not set above; its own sentence says more.
  const isTold = ([name]: Fault): boolean => faults.some((fault) => fault.startsWith(`${name} `));
  faults.push(...refused.filter((each) => !isTold(each)).map(([, sentence]) => sentence));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return config;
}

/** Declares each setting: name, default, bounds. Numbers carry their unit in the name. */
function readSettings(read: Settings, attempt: Attempt) {
  const host = read.text('HOST', '127.0.0.1');
  const port = read.integer('PORT', 3000, 1, 65_535);
  const tls = attempt(
    () => readTls(read, toError),
    () => null,
  );
  const origin = localOrigin(tls === null ? 'http' : 'https', host, port);
  const databaseUrl = read.databaseUrl('DATABASE_URL');
  const dataDir = read.folder('DATA_DIR', './data');
  const notify = readNotify(read);
  const unencryptedHosts = read.list('UNENCRYPTED_HOSTS').map((host) => host.toLowerCase());
  const mode = read.oneOf('NODE_ENV', ['production', 'development', 'test'], 'development');
  const auth = readAuth(read, origin, mode === 'production');
  return Object.freeze({
    isProduction: mode === 'production',
    host,
    port,
    /** Port of its own for readiness and metrics; null: they are on `port`. */
    managementPort: read.optionalInteger('MANAGEMENT_PORT', 1, 65_535),
    /** True if development parts may be reachable from other machines. */
    allowDevelopmentOnNetwork: read.boolean('ALLOW_DEVELOPMENT_ON_NETWORK', false),
    /** True if `/docs` and `/openapi` are served. */
    docs: read.boolean('DOCS', true),
    console: readConsole(read, auth.isDevelopmentServer, attempt, toError),
    /** URL of the service on this machine. */
    localOrigin: origin,
    /** A PostgreSQL URL; null: the embedded server below `dataDir`. */
    databaseUrl,
    allowEmbeddedDatabase: read.boolean('ALLOW_EMBEDDED_DATABASE', false),
    /** True if the service may run as superuser or owner of its tables in production. */
    allowDatabaseOwner: read.boolean('ALLOW_DATABASE_OWNER', false),
    /** The password that the command service-role gives its role; null: a random one. */
    serviceRolePassword: read.optionalText('SERVICE_ROLE_PASSWORD'),
    /** Hosts of other machines that may be reached without TLS, in lower case. */
    unencryptedHosts,
    /** PostgreSQL URLs of read replicas of that database. */
    databaseReplicaUrls: read.databaseUrls('DATABASE_REPLICA_URLS'),
    dataDir,
    databasePoolSize: read.integer('DATABASE_POOL_SIZE', 10, 1, 1_000),
    databaseTimeoutMs: read.integer('DATABASE_TIMEOUT_MS', 5_000, 100, 600_000),
    /** Null: plain HTTP. */
    tls,
    auth,
    notify,
    mail: readMail(read, unencryptedHosts),
    webhooks: readWebhooks(read),
    /** Addresses or CIDRs whose `clientCertHeader` and `Forwarded` (RFC 7239) headers are trusted. */
    trustedProxies: read.networks('TRUSTED_PROXIES'),
    clientCertHeader: attempt(
      () => readClientCertHeader(read, toError),
      () => defaultClientCertHeader,
    ),
    /** URLs below which clients reach the service, base paths included; empty: the origin that each request names. */
    publicOrigins: attempt(
      () => readPublicOrigins(read, toError),
      () => [],
    ),
    /** Of each client without a user, of each user of a client, and of each address without a valid token. */
    rateLimitPerMinute: read.integer('RATE_LIMIT_PER_MINUTE', 6_000, 1, 100_000_000),
    /** Shared rate limit counters and DPoP proofs of several instances; null: each instance counts alone. */
    redisUrl: read.redisUrl('REDIS_URL'),
    /** Requests in flight; above it requests queue, then get 503. */
    maxConcurrentRequests: read.integer('MAX_CONCURRENT_REQUESTS', 32, 1, 100_000),
    /** Seconds from SIGTERM or SIGINT to the end of the process. */
    shutdownGraceSeconds: read.integer('SHUTDOWN_GRACE_SECONDS', 20, 1, 3_600),
    /** Mebibytes for whole pages of the list; 0 turns this cache off. */
    pageCacheMb: read.integer('PAGE_CACHE_MB', 32, 0, 65_536),
    /** Mebibytes for rendered organisations. */
    organisationCacheMb: read.integer('ORGANISATION_CACHE_MB', 32, 1, 65_536),
    corsOrigins: read.origins('CORS_ORIGINS'),
    participantsPublic: read.boolean('PARTICIPANTS_PUBLIC', true),
    /** The keys of the directory's signatures; null: made in `dataDir`, which production refuses. */
    signingKeyFile: read.optionalText('SIGNING_KEY_FILE'),
    requireIfMatch: read.boolean('REQUIRE_IF_MATCH', false),
    logLevel: read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
    logFormat: read.oneOf('LOG_FORMAT', ['json', 'pretty'], process.stdout.isTTY ? 'pretty' : 'json'),
    /** Null: standard output of the service, standard error of commands. */
    securityEventsFile: readSecurityEventsFile(read, databaseUrl, dataDir),
    /** Secret of the hashes of users in logs; null: random for each start. */
    logHashKey: readLogHashKey(read, notify),
    personalDataRetentionDays: readRetentionDays(read),
  });
}

function readAuth(read: Settings, origin: string, isProduction: boolean) {
  const issuer = read.httpUrl('AUTH_ISSUER');
  const audience = read.text('AUTH_AUDIENCE', issuer === null ? 'organisations-directory' : null);
  const jwksUri = read.httpUrl('AUTH_JWKS_URI');
  return Object.freeze({
    issuer: issuer ?? `${origin}${developmentServerPath}`,
    audience,
    /** URL of the issuer's keys; null: discovered from the issuer's metadata. */
    jwksUri,
    /** Age from which keys that can't be fetched again verify no token. */
    jwksMaxStaleSeconds: read.integer('AUTH_JWKS_MAX_STALE_SECONDS', 3_600, 300, 86_400),
    /** True without AUTH_ISSUER: the built-in development server issues the tokens. */
    isDevelopmentServer: issuer === null,
    introspection: readIntrospection(read),
    /** Refused tokens of one address in a minute; above it no token is checked that was not valid before. */
    failuresPerMinute: read.integer('AUTH_FAILURES_PER_MINUTE', 100, 1, 100_000_000),
    requireSenderConstrained: read.boolean('AUTH_REQUIRE_SENDER_CONSTRAINED', isProduction),
    /** DPoP proofs must carry a nonce made with the first secret; empty: no nonce is required. */
    dpopNonceSecrets: read.secrets('AUTH_DPOP_NONCE_SECRETS', 32),
  });
}

function readIntrospection(read: Settings) {
  const url = read.httpUrl('AUTH_INTROSPECTION_URL');
  if (url === null) return null;
  return Object.freeze({
    url,
    clientId: read.text('AUTH_INTROSPECTION_CLIENT_ID', null),
    clientSecret: read.text('AUTH_INTROSPECTION_CLIENT_SECRET', null),
  });
}

function missingPrimary({ databaseUrl, databaseReplicaUrls }: Config): Fault[] {
  if (databaseUrl !== null || databaseReplicaUrls.length === 0) return [];
  const sentence =
    'DATABASE_REPLICA_URLS is set and DATABASE_URL is not; allowed: both, or DATABASE_URL alone.';
  return [['DATABASE_URL', sentence]];
}

function missingIssuer({ auth }: Config): Fault[] {
  if (!auth.isDevelopmentServer || auth.jwksUri === null) return [];
  const sentence = 'AUTH_JWKS_URI is set and AUTH_ISSUER is not; allowed: both, or AUTH_ISSUER alone.';
  return [['AUTH_ISSUER', sentence]];
}

function samePort({ port, managementPort }: Config): Fault[] {
  if (managementPort !== port) return [];
  return [['MANAGEMENT_PORT', `MANAGEMENT_PORT is "${port}", the same as PORT; allowed: another port.`]];
}

function toError(message: string): Error {
  return new ConfigError(message);
}
