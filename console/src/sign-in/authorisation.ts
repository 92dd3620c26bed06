import * as oauth from 'oauth4webapi';
import { allowInsecureRequests } from 'oauth4webapi';
import { consolePath } from '../routes.ts';
import { settings } from '../settings.ts';

/** The tokens of a session. They are in memory only: a reload signs in again. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Signs a proof for each request; null for a bearer token. */
  readonly dpop: oauth.DPoPHandle | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The part of a sign-in that outlives the way to the issuer and back. */
interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The address that the person wanted. */
  readonly returnTo: string;
}

const pendingKey = 'console.sign-in';
const scope = 'openid directory:website';
const issuer = new URL(settings.issuer);
const client: oauth.Client = { client_id: settings.clientId };
/** The service allows http to the issuer on this machine only. */
const insecure = { [allowInsecureRequests]: issuer.protocol === 'http:' };
/** The one redirect URI: deep links come back through `returnTo`. */
const redirectUri = `${location.origin}${consolePath}/`;

let known: Promise<oauth.AuthorizationServer> | null = null;

function server(): Promise<oauth.AuthorizationServer> {
  known ??= oauth
    .discoveryRequest(issuer, { ...insecure, algorithm: 'oidc' })
    .then((response) => oauth.processDiscoveryResponse(issuer, response))
    .catch((error: unknown) => {
      known = null;
      throw error;
    });
  return known;
}

/** Returns the address at which the issuer gives tokens to programs. @throws Error if its metadata names none */
export async function tokenEndpoint(): Promise<string> {
  const { token_endpoint: endpoint } = await server();
  if (endpoint === undefined) throw new Error(`${settings.issuer} names no token_endpoint.`);
  return endpoint;
}

/**
 * Goes to the issuer's sign-in page.
 * @param loginHint the user that the issuer may offer first
 * @param isByItself true if nobody pressed a button: the way then leaves no step for the back button, which would begin it
 * again
 */
export async function beginSignIn(
  returnTo: string,
  loginHint: string | null,
  isByItself: boolean,
): Promise<void> {
  const { authorization_endpoint: endpoint } = await server();
  if (endpoint === undefined) throw new Error(`${settings.issuer} names no authorization_endpoint.`);
  const pending: PendingSignIn = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo,
  };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const url = new URL(endpoint);
  const parameters = {
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    // RFC 8707 allows an absolute URI only; the issuer knows the audience of any other by the client or the scope.
    ...(URL.canParse(settings.audience) ? { resource: settings.audience } : {}),
    ...(loginHint === null ? {} : { login_hint: loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (isByItself) location.replace(url);
  else location.assign(url);
}

/** True on the way back from the issuer. */
export function isSignInAnswer(url: URL): boolean {
  return url.searchParams.has('state') && (url.searchParams.has('code') || url.searchParams.has('error'));
}

/**
 * Exchanges the code of the issuer's answer for tokens.
 * @throws Error if the answer belongs to no sign-in of this tab, or the issuer refuses
 */
export async function finishSignIn(url: URL): Promise<{ tokens: Tokens; returnTo: string }> {
  const stored = sessionStorage.getItem(pendingKey);
  sessionStorage.removeItem(pendingKey);
  if (stored === null) throw new Error('This answer belongs to no sign-in of this tab.');
  const pending = JSON.parse(stored) as PendingSignIn;
  const as = await server();
  const answer = oauth.validateAuthResponse(as, client, url, pending.state);
  const dpop = await proofOf(as);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    answer,
    redirectUri,
    pending.verifier,
    { ...insecure, ...proofOption(dpop) },
  );
  const result = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: pending.nonce,
    requireIdToken: true,
  });
  return { tokens: tokensOf(result, dpop, null), returnTo: pending.returnTo };
}

/** Returns new tokens. @throws Error if the issuer gave no refresh token or refuses it */
export async function renew(tokens: Tokens): Promise<Tokens> {
  if (tokens.refreshToken === null) throw new Error('The issuer gave no refresh token.');
  const as = await server();
  const response = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refreshToken, {
    ...insecure,
    ...proofOption(tokens.dpop),
  });
  const result = await oauth.processRefreshTokenResponse(as, client, response);
  return tokensOf(result, tokens.dpop, tokens.refreshToken);
}

/** A key that can't leave the browser, if the issuer binds tokens to keys (RFC 9449). */
async function proofOf(as: oauth.AuthorizationServer): Promise<oauth.DPoPHandle | null> {
  if (as.dpop_signing_alg_values_supported?.includes('ES256') !== true) return null;
  const keys = await oauth.generateKeyPair('ES256', { extractable: false });
  return oauth.DPoP(client, keys);
}

function proofOption(dpop: oauth.DPoPHandle | null): { DPoP?: oauth.DPoPHandle } {
  return dpop === null ? {} : { DPoP: dpop };
}

function tokensOf(
  answer: oauth.TokenEndpointResponse,
  dpop: oauth.DPoPHandle | null,
  formerRefreshToken: string | null,
): Tokens {
  const lifetimeSeconds = answer.expires_in ?? 300;
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? formerRefreshToken,
    dpop: answer.token_type === 'dpop' ? dpop : null,
    expiresAt: Date.now() + lifetimeSeconds * 1_000,
  };
}
