import type { JSONWebKeySet } from 'jose';
import { allowInsecureRequests, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { masked } from '../../config/masked-url.js';
import { isTrustworthyUrl } from '../../config/settings.js';
import { KeySet } from './key-set.js';

/** The place of an issuer's keys. */
export interface KeySetSource {
  readonly issuer: string;
  /** Null: the issuer's metadata names it. */
  readonly jwksUri: string | null;
}

/**
 * Fetches the key set of an issuer, from the configured address or the one in its metadata (OpenID Connect Discovery, else
 * RFC 8414).
 * @throws if the issuer does not answer with a JWK set
 */
export async function fetchKeySet({ issuer, jwksUri }: KeySetSource, signal: AbortSignal): Promise<KeySet> {
  const uri = jwksUri ?? (await discoverJwksUri(issuer, signal));
  // No cache on the way may answer: it would keep a withdrawn key alive. The target of a redirect is not authenticated.
  const headers = { accept: 'application/json, application/jwk-set+json', 'cache-control': 'no-cache' };
  const response = await fetch(uri, { headers, redirect: 'error', signal });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${masked(uri)} answers ${response.status}`);
  }
  return new KeySet((await response.json()) as JSONWebKeySet);
}

async function discoverJwksUri(issuer: string, signal: AbortSignal): Promise<string> {
  const failures: unknown[] = [];
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const url = new URL(issuer);
      // The configuration allows http for loopback addresses only.
      const response = await discoveryRequest(url, { algorithm, signal, [allowInsecureRequests]: true });
      const { jwks_uri: uri } = await processDiscoveryResponse(url, response);
      if (uri === undefined) throw new Error('the metadata names no jwks_uri');
      if (!isTrustworthyUrl(uri))
        throw new Error(`jwks_uri of the metadata is ${masked(uri)}; allowed: https, or http on loopback`);
      return uri;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `the metadata of ${issuer} can not be read`);
}
