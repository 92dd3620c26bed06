import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, SignedTextOperation } from '../directory-api.decorator.js';
import { CheckpointService } from './checkpoint.service.js';

/** The signed end of the change log. */
@DirectoryApi('Signatures')
@Controller('organisations/changes/checkpoint')
export class CheckpointController {
  constructor(private readonly checkpoints: CheckpointService) {}

  @Get()
  @Operation(
    'getChangesCheckpoint',
    'Get a signed checkpoint of the change log',
    'Returns a JWS (ES256, `typ` is `directory-checkpoint+jwt`) over `{iss, iat, Log, Position, Hash}`: the id of the log, its newest position, and the hash of that position. Of an empty log, Position is 0 and Hash is 64 zeros. `iat` is at most 60 seconds old. Keys: `GET /.well-known/directory-keys`. A client that computes the hash of each position compares its own hash with the signed one. A checkpoint that is kept proves later what the log held. It never shows an entry.',
  )
  @Requires('public')
  @SignedTextOperation(
    'application/jwt',
    String.raw`^[\w-]+\.[\w-]+\.[\w-]+$`,
    'A compact JWS: header, claims, signature',
  )
  async get(): Promise<Representation<string>> {
    return new Representation(await this.checkpoints.current(), {
      'content-type': 'application/jwt',
      'cache-control': 'public, no-cache',
    });
  }
}
