import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { allowInsecureRequests, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';

/** Minimum time between two fetches, whatever unknown `kid`s the tokens name. */
const minFetchIntervalMs = 30_000;
/** Maximum age of the keys, so that a withdrawn key expires. */
const maxAgeMs = 600_000;
/** Timeout of one fetch, including the metadata. */
const fetchTimeoutMs = 5_000;
/** Retry delay after the first failure while there are no keys; each further failure doubles it. */
const firstRetryMs = 1_000;

/** The issuer's keys are not known, and the issuer can't be reached now. */
export class KeysUnavailable extends Error {}

/**
 * The keys of an issuer, fetched on first use and cached. While the issuer can't be reached, the cached keys stay valid.
 * Fetches never overlap, and have pauses between them. The address of the keys is configured, or comes from the issuer's
 * metadata (OpenID Connect Discovery, else RFC 8414).
 */
export class IssuerKeys {
  private readonly logger = new Logger('IssuerKeys');
  private cached: JWTVerifyGetKey | null = null;
  private fetchedAtMs = 0;
  private fetching: Promise<void> | null = null;
  private nextFetchAtMs = 0;
  private failures = 0;
  private discoveredUri: string | null = null;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri: string | null,
  ) {}

  /**
   * Returns the key that a token names.
   * @throws KeysUnavailable without keys; errors of jose if no key matches
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    if (this.cached === null || Date.now() >= this.fetchedAtMs + maxAgeMs) await this.refresh();
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.mayFetch) throw error;
      await this.refresh();
      return this.keys(header, token);
    }
  };

  /** Sets the keys permanently, for an issuer in this process that needs no fetch. */
  settle(keys: JSONWebKeySet): void {
    this.cached = createLocalJWKSet(keys);
    this.fetchedAtMs = Infinity;
    this.nextFetchAtMs = Infinity;
  }

  private get keys(): JWTVerifyGetKey {
    if (this.cached === null) throw new KeysUnavailable('the keys of the issuer are not known');
    return this.cached;
  }

  /** True during a fetch too: further callers wait for its result. */
  private get mayFetch(): boolean {
    return this.fetching !== null || Date.now() >= this.nextFetchAtMs;
  }

  /** Fetches the keys if a fetch is due. A failure leaves the cached keys. */
  private async refresh(): Promise<void> {
    if (!this.mayFetch) return;
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = null;
    });
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(fetchTimeoutMs);
      const uri = this.jwksUri ?? (this.discoveredUri ??= await discoverJwksUri(this.issuer, signal));
      this.cached = createLocalJWKSet(await fetchKeys(uri, signal));
      this.fetchedAtMs = Date.now();
      this.failures = 0;
      this.nextFetchAtMs = Date.now() + minFetchIntervalMs;
    } catch (error) {
      // The issuer may have moved its keys.
      this.discoveredUri = null;
      this.nextFetchAtMs = Date.now() + this.retryDelayMs();
      this.failures += 1;
      this.logger.warn({ err: error }, 'the issuer can not be asked for its keys');
    }
  }

  private retryDelayMs(): number {
    if (this.cached !== null) return minFetchIntervalMs;
    return Math.min(firstRetryMs * 2 ** this.failures, minFetchIntervalMs);
  }
}

/** Fetches a JWK set (RFC 7517 §5). Redirects are not followed, since nothing authenticates their target. */
async function fetchKeys(uri: string, signal: AbortSignal): Promise<JSONWebKeySet> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(uri, { headers, redirect: 'error', signal });
  if (response.status !== 200) throw new Error(`${uri} answers ${response.status}`);
  // `createLocalJWKSet` throws for anything else.
  return (await response.json()) as JSONWebKeySet;
}

async function discoverJwksUri(issuer: string, signal: AbortSignal): Promise<string> {
  const failures: unknown[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const url = new URL(issuer);
      // The configuration allows http for loopback addresses only.
      const response = await discoveryRequest(url, { algorithm, signal, [allowInsecureRequests]: true });
      const metadata = await processDiscoveryResponse(url, response);
      if (metadata.jwks_uri !== undefined) return metadata.jwks_uri;
      failures.push(new Error('the metadata names no jwks_uri'));
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `the metadata of ${issuer} can not be read`);
}
