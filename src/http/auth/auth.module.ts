import { Module } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/config.js';
import { OwnHosts } from '../routing/own-hosts.js';
import { PublicAddress } from '../routing/public-address.js';
import { RateLimiter, windowSeconds } from '../rate-limit/rate-limiter.js';
import type { SharedCounts } from '../rate-limit/shared-counts.js';
import { Authenticator } from './authenticator.js';
import { ClientCertificates } from './client-certificates.js';
import { DpopVerifier } from './dpop/dpop-verifier.js';
import { Nonces } from './dpop/nonces.js';
import { TargetUri } from './dpop/target-uri.js';
import { IssuerKeys } from './issuer-keys.js';
import { TokenVerifier } from './token-verifier.js';
import { TrustedProxies } from './trusted-proxies.js';

const SHARED_COUNTS = Symbol('SHARED_COUNTS');

/** Imported on demand: the Redis client takes a tenth of the service's start. */
async function sharedCounts(redisUrl: string, requests: number): Promise<SharedCounts> {
  const { SharedCounts } = await import('../rate-limit/shared-counts.js');
  return new SharedCounts(redisUrl, { requests, windowSeconds });
}

function dpopVerifier({ auth }: Config, address: PublicAddress): DpopVerifier {
  const [first, ...others] = auth.dpopNonceSecrets;
  const nonces = first === undefined ? null : new Nonces([first, ...others]);
  return new DpopVerifier(new TargetUri(address), nonces);
}

/** The access tokens of one authorisation server, and the rate limit of their callers. */
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
      useFactory: (config: Config, keys: IssuerKeys) =>
        new TokenVerifier(config.auth, keys, !config.isProduction),
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
      // One limiter for all guards: Nest creates a guard for each module that uses it.
      provide: RateLimiter,
      inject: [CONFIG, SHARED_COUNTS],
      useFactory: (config: Config, shared: SharedCounts | null) =>
        new RateLimiter(config.rateLimitPerMinute, shared),
    },
    { provide: OwnHosts, inject: [CONFIG], useFactory: (config: Config) => new OwnHosts(config) },
    {
      provide: PublicAddress,
      inject: [CONFIG, TrustedProxies],
      useFactory: (config: Config, proxies: TrustedProxies) =>
        new PublicAddress(config.publicOrigins, proxies),
    },
    {
      provide: Authenticator,
      inject: [CONFIG, TokenVerifier, TrustedProxies, PublicAddress],
      useFactory: (
        config: Config,
        verifier: TokenVerifier,
        proxies: TrustedProxies,
        address: PublicAddress,
      ) =>
        new Authenticator(
          config.auth,
          verifier,
          new ClientCertificates(proxies, config.clientCertHeader),
          dpopVerifier(config, address),
        ),
    },
  ],
  exports: [Authenticator, OwnHosts, PublicAddress, RateLimiter, TrustedProxies],
})
export class AuthModule {}
