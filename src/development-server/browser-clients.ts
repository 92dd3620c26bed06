import type { ClientMetadata } from 'oidc-provider';
import type { AuthConfig, Config } from '../config/config.js';
import { swaggerUiClientId } from './development-identities.js';

type BrowserClientsConfig = Pick<AuthConfig, 'issuer'> & Pick<Config, 'publicOrigins' | 'console'>;

/** Returns the public clients of the service's own pages: authorisation code with PKCE, no secret. */
export function browserClients({ issuer, publicOrigins, console }: BrowserClientsConfig): ClientMetadata[] {
  const { protocol, origin, port } = new URL(issuer);
  // Browsers reach the service under either name of the loopback address, or through a proxy.
  const loopback = ['127.0.0.1', 'localhost'].map((host) => new URL(`${protocol}//${host}:${port}`).origin);
  const urls = [...new Set([origin, ...loopback, ...publicOrigins])];
  const swaggerUi = {
    client_id: swaggerUiClientId,
    client_name: 'Swagger UI',
    grant_types: ['authorization_code'],
    redirect_uris: urls.map((url) => `${url}/docs/oauth2-redirect.html`),
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  } satisfies ClientMetadata;
  if (console.clientId === null) return [swaggerUi];
  return [
    swaggerUi,
    {
      client_id: console.clientId,
      client_name: 'The console',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: urls.map((url) => `${url}/console/`),
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  ];
}
