import { Module } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/config.js';
import { Authenticator } from './authenticator.js';
import { TokenVerifier } from './token-verifier.js';
import { TrustedProxies } from './trusted-proxies.js';

/** The bearer tokens of one authorisation server. */
@Module({
  providers: [
    {
      provide: TokenVerifier,
      inject: [CONFIG],
      useFactory: (config: Config) => new TokenVerifier(config.auth),
    },
    {
      provide: TrustedProxies,
      inject: [CONFIG],
      useFactory: (config: Config) => new TrustedProxies(config.trustedProxies),
    },
    {
      provide: Authenticator,
      inject: [CONFIG, TokenVerifier, TrustedProxies],
      useFactory: (config: Config, verifier: TokenVerifier, proxies: TrustedProxies) =>
        new Authenticator(config.auth, verifier, proxies),
    },
  ],
  exports: [Authenticator, TrustedProxies],
})
export class AuthModule {}
