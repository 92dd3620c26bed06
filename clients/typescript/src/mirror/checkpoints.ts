import type { Place } from '../changes/change-entry.js';
import type { Transport } from '../http/transport.js';
import { urlBelow } from '../http/urls.js';
import { ChainBrokenError } from './hash-chain.js';

/** The hash of the log at a place, as the directory signed it. */
export interface Checkpoint extends Place {
  readonly hash: string;
  /** When the directory signed it, as ISO 8601 writes it. */
  readonly signedAt: string;
  /** The signed text (a JWS), to keep as a proof. */
  readonly text: string;
}

/** A public key (RFC 7517). */
export interface PublicKey {
  readonly kid?: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** Maximum age of a checkpoint in seconds: the directory signs one each minute, and clocks differ. */
const maxAgeSeconds = 600;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Reads checkpoints and verifies their signatures. */
export class Checkpoints {
  private keys: readonly PublicKey[] = [];

  /** @param pinned the only keys that are trusted; null trusts those that the directory publishes */
  constructor(
    private readonly transport: Transport,
    private readonly base: URL,
    private readonly pinned: readonly PublicKey[] | null,
  ) {
    this.keys = pinned ?? [];
  }

  /** @throws ChainBrokenError if the signature is wrong or the checkpoint is too old */
  async read(signal?: AbortSignal): Promise<Checkpoint> {
    const response = await this.get('organisations/changes/checkpoint', 'application/jwt', signal);
    const text = (await response.text()).trim();
    const [header = '', payload = '', signature = ''] = text.split('.');
    const { alg, typ, kid } = jsonOf(header);
    if (alg !== 'ES256' || typ !== 'directory-checkpoint+jwt')
      throw new ChainBrokenError(`The checkpoint is a JWS of type ${String(typ)} with ${String(alg)}.`);
    const key = await this.keyOf(String(kid), signal);
    const signed = new TextEncoder().encode(`${header}.${payload}`);
    if (!(await crypto.subtle.verify(algorithm, key, bytesOf(signature), signed)))
      throw new ChainBrokenError('The signature of the checkpoint is wrong.');
    return checkpointOf(jsonOf(payload), text);
  }

  /** An unknown key is looked for once more, because the directory may have changed its key. */
  private async keyOf(kid: string, signal: AbortSignal | undefined) {
    const find = (): PublicKey | undefined => this.keys.find((key) => key.kid === kid);
    if (find() === undefined && this.pinned === null) {
      const response = await this.get('.well-known/directory-keys', 'application/json', signal);
      this.keys = ((await response.json()) as { keys: PublicKey[] }).keys;
    }
    const key = find();
    if (key === undefined) throw new ChainBrokenError(`The checkpoint is signed by the unknown key ${kid}.`);
    const { kty, crv, x, y } = key;
    return crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, ['verify']);
  }

  private get(path: string, accept: string, signal: AbortSignal | undefined): Promise<Response> {
    return this.transport.send({
      method: 'GET',
      url: urlBelow(this.base, path),
      headers: new Headers({ accept }),
      skipsCache: true,
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

function checkpointOf({ iat, Log, Position, Hash }: Record<string, unknown>, text: string): Checkpoint {
  if (
    typeof iat !== 'number' ||
    typeof Log !== 'string' ||
    typeof Position !== 'number' ||
    typeof Hash !== 'string'
  )
    throw new ChainBrokenError('The checkpoint lacks iat, Log, Position or Hash.');
  const age = Math.floor(Date.now() / 1_000) - iat;
  if (age > maxAgeSeconds)
    throw new ChainBrokenError(
      `The checkpoint is ${age} seconds old. Check the clock of this machine, and what is between it and the directory.`,
    );
  return { log: Log, position: Position, hash: Hash, signedAt: new Date(iat * 1_000).toISOString(), text };
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function jsonOf(part: string): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(part))) as Record<string, unknown>;
  } catch (cause) {
    throw new ChainBrokenError('The checkpoint is not a JWS.', { cause });
  }
}
