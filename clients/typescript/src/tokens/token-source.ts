import type { DPoPHandle } from 'oauth4webapi';

/** An access token, and the key that it is bound to. */
export interface AccessToken {
  readonly value: string;
  /** Signs a proof for each request (RFC 9449); absent for a bearer token and for one bound to a certificate. */
  readonly dpop?: DPoPHandle;
}

/** Gives the tokens that requests carry. `clientCredentials` makes one; write another for tokens from elsewhere. */
export interface TokenSource {
  /** Returns a token that is still valid. */
  get(signal?: AbortSignal): Promise<AccessToken>;
  /** Is called with a token that the directory refused, so that `get` returns another one. */
  refuse?(token: AccessToken): void;
}
