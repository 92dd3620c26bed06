import type { DocumentBuilder } from '@nestjs/swagger';
import type { AuthConfig } from '../../config/config.js';

/** What operations refer to in `@ApiSecurity`, whichever kind of scheme stands behind it. */
const securitySchemeName = 'oauth2';

/** What operations refer to for tokens that come with a proof. */
export const dpopSchemeName = 'dpop';

/** The scopes of an API: name to meaning. */
export interface ApiScopes {
  /** For clients that act for themselves. */
  readonly clients: Readonly<Record<string, string>>;
  /** For clients that act for a user. */
  readonly users: Readonly<Record<string, string>>;
}

/** Where the tokens of an API come from. */
export interface TokenSource extends Pick<AuthConfig, 'issuer' | 'isDevelopmentServer'> {
  /** What a reader should know before they ask the development server for one; Markdown. */
  readonly developmentHelp: string;
}

/**
 * Adds the security schemes: a token that one has, and OAuth 2.0 to get one. The development server's endpoints are
 * given as paths, so that they fit under whichever name the browser reached this process; any other server is named by
 * its metadata (OpenID Connect Discovery).
 */
export function addSecuritySchemes(builder: DocumentBuilder, source: TokenSource, scopes: ApiScopes): void {
  // First, because Swagger UI puts the cursor into its field and would open its form scrolled past the others.
  builder.addBearerAuth({
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token that you have already.',
  });
  builder.addSecurity(dpopSchemeName, {
    type: 'http',
    scheme: 'DPoP',
    description:
      'A token that is bound to a key (RFC 9449), with a proof in the header DPoP; Swagger UI can not make one.',
  });
  if (source.isDevelopmentServer) addDevelopmentServer(builder, source, scopes);
  else addIssuer(builder, source.issuer);
}

function addDevelopmentServer(builder: DocumentBuilder, source: TokenSource, scopes: ApiScopes): void {
  const path = new URL(source.issuer).pathname;
  const tokenUrl = `${path}/token`;
  const clientCredentials = { tokenUrl, scopes: { ...scopes.clients } };
  const authorizationCode = { authorizationUrl: `${path}/auth`, tokenUrl, scopes: { ...scopes.users } };
  const flows = { clientCredentials, authorizationCode };
  builder.addOAuth2({ type: 'oauth2', description: source.developmentHelp, flows }, securitySchemeName);
}

function addIssuer(builder: DocumentBuilder, issuer: string): void {
  const openIdConnectUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  builder.addSecurity(securitySchemeName, { type: 'openIdConnect', openIdConnectUrl });
}
