import { ApiProperty } from '@nestjs/swagger';

/** A public key (RFC 7517, RFC 7518 section 6.2). */
export class DirectoryKeyResponse {
  @ApiProperty({ enum: ['EC'], description: 'The key type' })
  kty: string;

  @ApiProperty({ enum: ['P-256'], description: 'The curve' })
  crv: string;

  @ApiProperty({ type: String, description: 'The x coordinate, base64url' })
  x: string;

  @ApiProperty({ type: String, description: 'The y coordinate, base64url' })
  y: string;

  @ApiProperty({ type: String, description: 'The id of the key: its SHA-256 thumbprint (RFC 7638)' })
  kid: string;

  @ApiProperty({ enum: ['ES256'], description: 'The algorithm of the signatures' })
  alg: string;

  @ApiProperty({ enum: ['sig'], description: 'The key verifies signatures' })
  use: string;
}

/** A JWK set. */
export class DirectoryKeysResponse {
  @ApiProperty({ type: [DirectoryKeyResponse], description: 'The keys; the first one signs now' })
  keys: DirectoryKeyResponse[];
}
