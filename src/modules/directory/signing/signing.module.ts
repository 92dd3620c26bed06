import { Module } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { Signer } from '../../../http/signing/signer.js';
import { openSigningKeys } from '../../../http/signing/signing-keys.js';
import { DirectoryKeysController } from './directory-keys.controller.js';

/** The key that signs for the directory, and the public keys that verify. */
@Module({
  imports: [AuthModule],
  controllers: [DirectoryKeysController],
  providers: [
    {
      provide: Signer,
      inject: [CONFIG],
      useFactory: async (config: Config) => new Signer(await openSigningKeys(config)),
    },
  ],
  exports: [Signer],
})
export class SigningModule {}
