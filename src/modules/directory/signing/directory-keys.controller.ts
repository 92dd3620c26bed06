import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { Signer } from '../../../http/signing/signer.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ReadOperation } from '../directory-api.decorator.js';
import { DirectoryKeysResponse } from './directory-keys.response.dto.js';

/** Clients look up new keys by their `kid`; the time bounds how long a withdrawn key is trusted. */
const maxAgeSeconds = 300;

/** The public keys of the directory's signatures. */
@DirectoryApi('Signatures')
@Controller('.well-known/directory-keys')
export class DirectoryKeysController {
  constructor(private readonly signer: Signer) {}

  @Get()
  @Operation(
    'getDirectoryKeys',
    "Get the keys that verify the directory's signatures",
    'Returns a JWK set (RFC 7517) of public keys (ES256). The first key signs now; the others are former or future keys. A signature names its key in `kid`. Keep the set for at most as long as `Cache-Control` says, and get it again for an unknown `kid`. Refuse a signature whose `kid` is then still not in the set.',
  )
  @Requires('public')
  @ReadOperation(DirectoryKeysResponse, 'The public keys; the first one signs now')
  get(): Representation<DirectoryKeysResponse> {
    return new Representation(
      { keys: this.signer.publicKeys },
      { 'cache-control': `public, max-age=${maxAgeSeconds}` },
    );
  }
}
