import { Module } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/config.js';
import { OwnHosts } from '../routing/own-hosts.js';
import { serviceOrigin } from '../../security-events/event-origin.js';
import { SecurityEvents } from '../../security-events/security-events.js';
import { PublicAddress } from '../routing/public-address.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { Authenticator } from './authenticator.js';
import { ClientCertificates } from './client-certificates.js';
import { CredentialChecks } from './credential-checks.js';
import { DpopVerifier } from './dpop/dpop-verifier.js';
import { Nonces } from './dpop/nonces.js';
import { SharedProofs } from './dpop/shared-proofs.js';
import { TargetUri } from './dpop/target-uri.js';
import { FailureBudget } from './failure-budget.js';
import { IssuerKeys } from './issuer-keys.js';
import { TokenVerifier } from './token-verifier.js';
import { TrustedProxies } from './trusted-proxies.js';

const REDIS = Symbol('REDIS');

function issuerKeys({ auth }: Config, events: SecurityEvents): IssuerKeys {
  return new IssuerKeys({
    issuer: auth.issuer,
    jwksUri: auth.jwksUri,
    maxStaleSeconds: auth.jwksMaxStaleSeconds,
    onChange: (event, { kid, thumbprint }) => {
      events.record(event, serviceOrigin, { issuer: auth.issuer, kid, thumbprint });
    },
  });
}

/** Imported on demand: the Redis client takes a tenth of the service's start. */
async function connectionTo(redisUrl: string): Promise<RedisConnection> {
  const { RedisConnection } = await import('../redis/redis-connection.js');
  return new RedisConnection(redisUrl);
}

/** Imported on demand, as the Redis client. */
async function rateLimiter(requestsPerMinute: number, redis: RedisConnection | null): Promise<RateLimiter> {
  if (redis === null) return new RateLimiter(requestsPerMinute, null);
  const { SharedCounts } = await import('../rate-limit/shared-counts.js');
  return new RateLimiter(requestsPerMinute, new SharedCounts(redis));
}

function dpopVerifier({ auth }: Config, address: PublicAddress, redis: RedisConnection | null): DpopVerifier {
  const [first, ...others] = auth.dpopNonceSecrets;
  const nonces = first === undefined ? null : new Nonces([first, ...others]);
  return new DpopVerifier(new TargetUri(address), nonces, redis === null ? null : new SharedProofs(redis));
}

/** The access tokens of one authorisation server, and the rate limit of their callers. */
@Module({
  providers: [
    {
      provide: IssuerKeys,
      inject: [CONFIG, SecurityEvents],
      useFactory: issuerKeys,
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
      provide: REDIS,
      inject: [CONFIG],
      useFactory: ({ redisUrl }: Config) => (redisUrl === null ? null : connectionTo(redisUrl)),
    },
    {
      // One limiter for all guards: Nest creates a guard for each module that uses it.
      provide: RateLimiter,
      inject: [CONFIG, REDIS],
      useFactory: (config: Config, redis: RedisConnection | null) =>
        rateLimiter(config.rateLimitPerMinute, redis),
    },
    { provide: OwnHosts, inject: [CONFIG], useFactory: (config: Config) => new OwnHosts(config) },
    {
      provide: PublicAddress,
      inject: [CONFIG, TrustedProxies],
      useFactory: (config: Config, proxies: TrustedProxies) =>
        new PublicAddress(config.publicOrigins, proxies),
    },
    {
      provide: DpopVerifier,
      inject: [CONFIG, PublicAddress, REDIS],
      useFactory: dpopVerifier,
    },
    {
      provide: CredentialChecks,
      inject: [CONFIG, TokenVerifier, DpopVerifier, TrustedProxies],
      useFactory: ({ auth }: Config, tokens: TokenVerifier, proofs: DpopVerifier, proxies: TrustedProxies) =>
        new CredentialChecks(tokens, proofs, new FailureBudget(auth.failuresPerMinute), proxies),
    },
    {
      provide: Authenticator,
      inject: [CONFIG, CredentialChecks, TrustedProxies, DpopVerifier],
      useFactory: (config: Config, checks: CredentialChecks, proxies: TrustedProxies, dpop: DpopVerifier) =>
        new Authenticator(
          config.auth,
          checks,
          new ClientCertificates(proxies, config.clientCertHeader),
          dpop,
        ),
    },
  ],
  exports: [Authenticator, OwnHosts, PublicAddress, RateLimiter, TrustedProxies],
})
export class AuthModule {}
