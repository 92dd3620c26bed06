import { Module } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/config.js';
import { windowSeconds } from '../rate-limit/rate-limit-headers.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import type { SharedCounts } from '../rate-limit/shared-counts.js';
import { Authenticator } from './authenticator.js';
import { Nonces } from './dpop/nonces.js';
import { Possession } from './dpop/possession.js';
import { TargetUri } from './dpop/target-uri.js';
import { IssuerKeys } from './issuer-keys.js';
import { TokenVerifier } from './token-verifier.js';
import { TrustedProxies } from './trusted-proxies.js';

const SHARED_COUNTS = Symbol('SHARED_COUNTS');

/** Loaded only where it is used: the client of Redis takes a tenth of the service's start. */
async function sharedCounts(redisUrl: string, requests: number): Promise<SharedCounts> {
  const { SharedCounts } = await import('../rate-limit/shared-counts.js');
  return new SharedCounts(redisUrl, { requests, windowSeconds });
}

function possession({ publicOrigins, auth }: Config, proxies: TrustedProxies): Possession {
  const [first, ...others] = auth.dpopNonceSecrets;
  const nonces = first === undefined ? null : new Nonces([first, ...others]);
  return new Possession(new TargetUri(publicOrigins, proxies), nonces);
}

/** The access tokens of one authorisation server, and how often whoever shows them may ask. */
@Module({
  providers: [
    {
      provide: IssuerKeys,
      inject: [CONFIG],
      useFactory: ({ auth }: Config) => new IssuerKeys(auth.issuer, auth.jwksUri),
    },
    {
      provide: TokenVerifier,
      inject: [CONFIG, IssuerKeys],
      useFactory: (config: Config, keys: IssuerKeys) => new TokenVerifier(config.auth, keys),
    },
    {
      provide: TrustedProxies,
      inject: [CONFIG],
      useFactory: (config: Config) => new TrustedProxies(config.trustedProxies),
    },
    {
      provide: SHARED_COUNTS,
      inject: [CONFIG],
      useFactory: ({ redisUrl, rateLimitPerMinute }: Config) =>
        redisUrl === null ? null : sharedCounts(redisUrl, rateLimitPerMinute),
    },
    {
      // One for all guards: Nest makes a guard anew for each module that uses it.
      provide: RateLimiter,
      inject: [CONFIG, SHARED_COUNTS],
      useFactory: (config: Config, shared: SharedCounts | null) =>
        new RateLimiter(config.rateLimitPerMinute, shared),
    },
    {
      provide: Authenticator,
      inject: [CONFIG, TokenVerifier, TrustedProxies],
      useFactory: (config: Config, verifier: TokenVerifier, proxies: TrustedProxies) =>
        new Authenticator(config.auth, verifier, proxies, possession(config, proxies)),
    },
  ],
  exports: [Authenticator, RateLimiter, TrustedProxies],
})
export class AuthModule {}
