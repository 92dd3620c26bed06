import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { allowInsecureRequests, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';

/** An issuer that answered is asked again no sooner than this, whatever `kid`s are shown. */
const askAtMostEveryMs = 30_000;
/** Keys of this age are asked for again, so that one that was withdrawn is not good for ever. */
const oldAfterMs = 600_000;
/** Whoever waits for keys waits no longer than this, metadata and all. */
const askForAtMostMs = 5_000;
/** After the first failure, while there are no keys at all; each one after it doubles the wait. */
const firstRetryMs = 1_000;

/** There are no keys, or none by that name, and the issuer can't be asked just now. */
export class KeysUnavailable extends Error {}

/**
 * The keys of an issuer, fetched when first needed and kept: as long as the issuer can't be asked, those that are known
 * go on working. One request at a time, with pauses between them however many tokens come. Where the keys are is read
 * from the issuer's metadata (OpenID Connect Discovery, else RFC 8414) unless it is given.
 */
export class IssuerKeys {
  private readonly logger = new Logger('IssuerKeys');
  private known: JWTVerifyGetKey | null = null;
  private knownSinceMs = 0;
  private asking: Promise<void> | null = null;
  private askAgainAtMs = 0;
  private failures = 0;
  private discoveredUri: string | null = null;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri: string | null,
  ) {}

  /**
   * The key that a token names.
   * @throws KeysUnavailable where there are none; errors of jose where none fits
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    if (this.known === null || Date.now() >= this.knownSinceMs + oldAfterMs) await this.ask();
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.mayAsk) throw error;
      await this.ask();
      return this.keys(header, token);
    }
  };

  /** Makes these the keys for good: those of an issuer in this process, which need not be asked for over the wire. */
  settle(keys: JSONWebKeySet): void {
    this.known = createLocalJWKSet(keys);
    this.knownSinceMs = Infinity;
    this.askAgainAtMs = Infinity;
  }

  private get keys(): JWTVerifyGetKey {
    if (this.known === null) throw new KeysUnavailable('the keys of the issuer are not known');
    return this.known;
  }

  /** Whoever comes while the question is under way waits for its answer. */
  private get mayAsk(): boolean {
    return this.asking !== null || Date.now() >= this.askAgainAtMs;
  }

  /** Brings the keys up to date where that may be tried now; a failure leaves them as they were. */
  private async ask(): Promise<void> {
    if (!this.mayAsk) return;
    this.asking ??= this.fetch().finally(() => {
      this.asking = null;
    });
    await this.asking;
  }

  private async fetch(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(askForAtMostMs);
      const uri = this.jwksUri ?? (this.discoveredUri ??= await discoverJwksUri(this.issuer, signal));
      this.known = createLocalJWKSet(await fetchKeys(uri, signal));
      this.knownSinceMs = Date.now();
      this.failures = 0;
      this.askAgainAtMs = Date.now() + askAtMostEveryMs;
    } catch (error) {
      // The keys may have moved.
      this.discoveredUri = null;
      this.askAgainAtMs = Date.now() + this.pauseMs();
      this.failures += 1;
      this.logger.warn({ err: error }, 'the issuer can not be asked for its keys');
    }
  }

  private pauseMs(): number {
    if (this.known !== null) return askAtMostEveryMs;
    return Math.min(firstRetryMs * 2 ** this.failures, askAtMostEveryMs);
  }
}

/** A JWK set (RFC 7517 §5); redirects are not followed, since nobody vouches for where they lead. */
async function fetchKeys(uri: string, signal: AbortSignal): Promise<JSONWebKeySet> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(uri, { headers, redirect: 'error', signal });
  if (response.status !== 200) throw new Error(`${uri} answers ${response.status}`);
  // `createLocalJWKSet` refuses what is none.
  return (await response.json()) as JSONWebKeySet;
}

async function discoverJwksUri(issuer: string, signal: AbortSignal): Promise<string> {
  const failures: unknown[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const url = new URL(issuer);
      // Settings admit http for loopback addresses only.
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
