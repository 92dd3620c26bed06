import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { allowInsecureRequests, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';

/** An unknown `kid`, or metadata that can't be had, makes us ask again, but no more often than this. */
const askAtMostEveryMs = 30_000;
const fetchTimeoutMs = 5_000;

/**
 * The keys of an issuer, fetched when first needed and kept. Where they are is read from the issuer's metadata
 * (OpenID Connect Discovery, else RFC 8414) unless it is given.
 */
export class IssuerKeys {
  private keys: Promise<JWTVerifyGetKey> | null = null;
  private askAgainAtMs = 0;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri: string | null,
  ) {}

  /** @throws Error where the metadata can't be had */
  get(): Promise<JWTVerifyGetKey> {
    if (this.keys === null || (this.askAgainAtMs > 0 && Date.now() >= this.askAgainAtMs)) {
      this.askAgainAtMs = 0;
      this.keys = this.find().catch((error: unknown) => {
        this.askAgainAtMs = Date.now() + askAtMostEveryMs;
        throw error;
      });
    }
    return this.keys;
  }

  private async find(): Promise<JWTVerifyGetKey> {
    const url = this.jwksUri ?? (await discoverJwksUri(this.issuer));
    return createRemoteJWKSet(new URL(url), {
      cooldownDuration: askAtMostEveryMs,
      timeoutDuration: fetchTimeoutMs,
    });
  }
}

async function discoverJwksUri(issuer: string): Promise<string> {
  const failures: unknown[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const url = new URL(issuer);
      const signal = AbortSignal.timeout(fetchTimeoutMs);
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
