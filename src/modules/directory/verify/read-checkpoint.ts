import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { type Checkpoint, checkpointType } from '../checkpoint/checkpoint.js';

/**
 * Returns the claims of a checkpoint after a check of its signature and type.
 * @param keys public keys by which it may be signed
 * @throws Error with the end of a sentence that begins with "The checkpoint"
 */
export async function readCheckpoint(jws: string, keys: JSONWebKeySet): Promise<Checkpoint> {
  const { payload, protectedHeader } = await compactVerify(jws.trim(), createLocalJWKSet(keys), {
    algorithms: ['ES256'],
  });
  const claims: unknown = JSON.parse(Buffer.from(payload).toString());
  if (protectedHeader.typ !== checkpointType || !isCheckpoint(claims))
    throw new Error(`is a JWS of another kind (typ ${String(protectedHeader.typ)})`);
  return claims;
}

function isCheckpoint(claims: unknown): claims is Checkpoint {
  const { Log, Position, Hash } = claims as Record<string, unknown>;
  return (
    typeof Log === 'string' &&
    Number.isSafeInteger(Position) &&
    typeof Hash === 'string' &&
    /^[0-9a-f]{64}$/.test(Hash)
  );
}
