import type { Config } from './config/config.js';
import { signDevelopmentToken } from './development-server/sign-development-token.js';

/** What a newcomer wants to know after the start: where the documentation is, and one command that works as it stands. */
export async function greeting(config: Config): Promise<string> {
  const origin = new URL(config.auth.issuer).origin;
  const { issuer, audience } = config.auth;
  const token = await signDevelopmentToken({
    issuer,
    audience,
    dataDir: config.dataDir,
    identity: 'dev-software',
  });
  return [
    '',
    'The organisations directory is ready.',
    `  Swagger UI  ${origin}/docs   (Authorize with client dev-admin, secret dev-admin-secret)`,
    `  Readiness   ${origin}/health/ready`,
    '',
    'A page of organisations, with a development token that is good for an hour:',
    '',
    `curl -s '${origin}/organisations?size=3' -H 'Authorization: Bearer ${token}'`,
    '',
    '',
  ].join('\n');
}
