import { Controller, Get, Inject } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, SignedTextOperation } from '../directory-api.decorator.js';
import { OpenDataSignatureService } from './open-data-signature.service.js';

/** The signature of the public participants file. */
@DirectoryApi('Signatures')
@Controller('organisations/export/open-data.jws')
export class OpenDataSignatureController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly signatures: OpenDataSignatureService,
  ) {}

  @Get()
  @Operation(
    'downloadParticipantsSignature',
    'Download the signature of the public participants file',
    'Returns a detached JWS (RFC 7797, `b64` is false) over the bytes of `GET /organisations/export/open-data`, without a content coding. Keys: `GET /.well-known/directory-keys`. The protected header has `etag`, the `ETag` of the signed file, and `iat`, the time of the signature. If `etag` is not the `ETag` of your file, the file changed between the two requests: download both again.',
  )
  @Requires('participants')
  @SignedTextOperation(
    'application/jose',
    String.raw`^[\w-]+\.\.[\w-]+$`,
    'A detached JWS: header, no payload, signature',
  )
  async download(): Promise<Representation<string>> {
    const { jws, entityTag } = await this.signatures.current();
    return new Representation(jws, {
      etag: entityTag,
      'content-type': 'application/jose',
      'cache-control': this.config.participantsPublic ? 'public, no-cache' : 'private, no-cache',
    });
  }
}
