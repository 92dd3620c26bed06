import {
  allowInsecureRequests,
  type AuthorizationServer,
  ClientSecretBasic,
  introspectionRequest,
  processIntrospectionResponse,
} from 'oauth4webapi';
import type { AuthConfig, IntrospectionConfig } from '../../config/config.js';
import { type TokenClaims, TokenRefused } from './token-claims.js';
import { checkTimes } from './token-times.js';

const requestTimeoutMs = 5_000;

/** Asks the authorisation server what an opaque token means (RFC 7662). */
export class Introspection {
  private readonly server: AuthorizationServer;

  constructor(
    private readonly config: IntrospectionConfig,
    private readonly expected: Pick<AuthConfig, 'issuer' | 'audience'>,
  ) {
    this.server = { issuer: expected.issuer, introspection_endpoint: config.url };
  }

  /** @throws TokenRefused for a token that is not active here; other errors where the server can't be asked */
  async inspect(token: string): Promise<TokenClaims> {
    const client = { client_id: this.config.clientId };
    const response = await introspectionRequest(
      this.server,
      client,
      ClientSecretBasic(this.config.clientSecret),
      token,
      {
        signal: AbortSignal.timeout(requestTimeoutMs),
        // Settings admit http for loopback addresses only.
        [allowInsecureRequests]: true,
      },
    );
    const claims = await processIntrospectionResponse(this.server, client, response);
    if (!claims.active) throw new TokenRefused('The access token is not active.');
    const audience = claims.aud === undefined ? [this.expected.audience] : [claims.aud].flat();
    if (!audience.includes(this.expected.audience))
      throw new TokenRefused('The access token is not valid here.');
    if (claims.iss !== undefined && claims.iss !== this.expected.issuer)
      throw new TokenRefused('The access token is not valid here.');
    checkTimes(claims);
    return claims;
  }
}
