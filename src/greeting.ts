import type { Config } from './config/config.js';
import { signDevelopmentToken } from './development-server/sign-development-token.js';
import { apis } from './modules/apis.js';

/**
 * Returns the text after the start: the URL of the documentation and a working command for each API that has its
 * development settings. Empty if neither has.
 */
export async function greeting(config: Config): Promise<string> {
  const parts = [
    ...(config.auth.isDevelopmentServer ? await directoryGreeting(config) : []),
    ...apis.flatMap((api) => api.greeting?.(config) ?? []),
  ];
  return parts.length === 0 ? '' : ['', 'The organisations directory is ready.', ...parts, ''].join('\n');
}

async function directoryGreeting({ auth, dataDir, localOrigin }: Config): Promise<string[]> {
  const { issuer, audience } = auth;
  const token = await signDevelopmentToken({ issuer, audience, dataDir, identity: 'dev-software' });
  return [
    `  Swagger UI  ${localOrigin}/docs   (Authorize with client dev-admin, secret dev-admin-secret)`,
    `  Readiness   ${localOrigin}/health/ready`,
    '',
    'A page of organisations, with a development token that is good for an hour:',
    '',
    `curl -s '${localOrigin}/organisations?size=3' -H 'Authorization: Bearer ${token}'`,
    '',
  ];
}
