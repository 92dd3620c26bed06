import { signDevelopmentToken } from '../../src/development-server/sign-development-token.js';
import { Client } from './client.js';
import type { DevelopmentApp } from './development-app.js';

/** Returns a client of the API with the rights of an operator. */
export function operatorClient({ origin, config }: DevelopmentApp): Client {
  const { issuer, audience } = config.auth;
  const { dataDir } = config;
  return new Client(origin, () => signDevelopmentToken({ issuer, audience, dataDir, identity: 'dev-admin' }));
}
