import type { DocumentBuilder } from '@nestjs/swagger';
import type { AuthConfig } from '../../config/config.js';

/** The names that operations use in `@ApiSecurity`; `oauth2` is also the name of OpenID Connect. */
export const oauthSchemeName = 'oauth2';
export const bearerSchemeName = 'bearer';
export const dpopSchemeName = 'dpop';

/** The scopes of an API: name to description. */
export interface ApiScopes {
  /** For clients that act for themselves. */
  readonly clients: Readonly<Record<string, string>>;
  /** For clients that act for a user. */
  readonly users: Readonly<Record<string, string>>;
}

/** The authorisation server of an API. */
export interface TokenSource extends Pick<AuthConfig, 'issuer' | 'isDevelopmentServer'> {
  /** Help for the development server's tokens, in Markdown. */
  readonly developmentHelp: string;
}

/**
 * Adds the security schemes: bearer and DPoP tokens, and OAuth 2.0 to obtain a token. The endpoints of the development
 * server are relative paths, so that they work under any host name; any other server is named by its metadata (OpenID
 * Connect Discovery).
 */
export function addSecuritySchemes(builder: DocumentBuilder, source: TokenSource, scopes: ApiScopes): void {
  if (source.isDevelopmentServer) addDevelopmentServer(builder, source, scopes);
  else addIssuer(builder, source.issuer);
  builder.addSecurity(bearerSchemeName, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token that you have already.',
  });
  builder.addSecurity(dpopSchemeName, {
    type: 'http',
    scheme: 'DPoP',
    description:
      'A token that is bound to a key (RFC 9449). Each request also carries the header `DPoP` with a new proof: a JWT of type `dpop+jwt` with `jti`, `htm`, `htu`, `iat` and `ath`, signed with that key.',
  });
}

function addDevelopmentServer(builder: DocumentBuilder, source: TokenSource, scopes: ApiScopes): void {
  const path = new URL(source.issuer).pathname;
  const tokenUrl = `${path}/token`;
  const clientCredentials = { tokenUrl, scopes: { ...scopes.clients } };
  const authorizationCode = { authorizationUrl: `${path}/auth`, tokenUrl, scopes: { ...scopes.users } };
  const flows = { clientCredentials, authorizationCode };
  builder.addOAuth2({ type: 'oauth2', description: source.developmentHelp, flows }, oauthSchemeName);
}

function addIssuer(builder: DocumentBuilder, issuer: string): void {
  const openIdConnectUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  builder.addSecurity(oauthSchemeName, { type: 'openIdConnect', openIdConnectUrl });
}
