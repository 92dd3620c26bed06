import { isLoopback } from './loopback.js';
import type { Fault } from './faults.js';

interface Connections {
  readonly databaseUrl: string | null;
  readonly databaseReplicaUrls: readonly string[];
  readonly redisUrl: string | null;
  /** Hosts that may be reached without TLS. */
  readonly unencryptedHosts: readonly string[];
}

/** Modes of the PostgreSQL driver that never fall back to plain text and verify the server's certificate. */
const encryptedModes = new Set(['require', 'verify-ca', 'verify-full']);

/** Returns a fault for each URL whose connection would cross the network without TLS. */
export function unencryptedConnections(config: Connections): Fault[] {
  const { databaseUrl, databaseReplicaUrls, redisUrl, unencryptedHosts } = config;
  const crosses = (host: string): boolean => crossesNetwork(host, unencryptedHosts);
  const database = (url: string): boolean => crosses(databaseHost(url)) && !isEncryptedDatabase(url);
  const redis = (url: string): boolean => crosses(new URL(url).hostname) && !url.startsWith('rediss:');
  return [
    ...(databaseUrl !== null && database(databaseUrl) ? [fault('DATABASE_URL', '?sslmode=verify-full')] : []),
    ...(databaseReplicaUrls.some(database) ? [fault('DATABASE_REPLICA_URLS', '?sslmode=verify-full')] : []),
    ...(redisUrl !== null && redis(redisUrl) ? [fault('REDIS_URL', 'rediss:')] : []),
  ];
}

/** True for a host that is neither this machine nor one of the hosts that may be reached without TLS. */
export function crossesNetwork(host: string, unencryptedHosts: readonly string[]): boolean {
  return !isLoopback(host) && !unencryptedHosts.includes(host.toLowerCase());
}

function fault(name: string, secure: string): Fault {
  return [
    name,
    `${name} names another machine without TLS; allowed: ${secure} in the URL, or the host in UNENCRYPTED_HOSTS on a network of your own.`,
  ];
}

/** Returns the host that the driver connects to; `localhost` for a Unix socket and for none. */
function databaseHost(url: string): string {
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.getAll('host').at(-1) ?? hostname.replaceAll(/%2f/gi, '/');
  return host === '' || host.startsWith('/') ? 'localhost' : host;
}

function isEncryptedDatabase(url: string): boolean {
  return encryptedModes.has(new URL(url).searchParams.getAll('sslmode').at(-1) ?? '');
}
