import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Fetch, settingsOf } from '../http/options.js';
import { Transport } from '../http/transport.js';
import { Checkpoints, type PublicKey } from './checkpoints.js';

const base = new URL('https://directory.example/');
const payload = { Log: 'log', Position: 7, Hash: 'a'.repeat(64) };
const header = { alg: 'ES256', typ: 'directory-checkpoint+jwt', kid: 'one' };

interface Pair {
  readonly privateKey: CryptoKey;
  readonly jwk: PublicKey;
}

async function aPair(kid = 'one'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid } as PublicKey };
}

const signed = (key: CryptoKey, more: object = {}, at = Date.now() / 1_000): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ ...header, ...more })
    .setIssuedAt(Math.floor(at))
    .sign(key);

/** Reads this checkpoint from a directory that publishes these keys. */
function read(text: string, published: readonly PublicKey[], pinned: readonly PublicKey[] | null = null) {
  const fetch: Fetch = (input) =>
    Promise.resolve(
      new URL(new Request(input).url).pathname === '/.well-known/directory-keys'
        ? Response.json({ keys: published })
        : new Response(text),
    );
  return new Checkpoints(new Transport(base, null, settingsOf({ fetch }), 0), base, pinned).read();
}

describe('Checkpoints', () => {
  let own: Pair;
  let other: Pair;
  beforeAll(async () => {
    own = await aPair();
    other = await aPair();
  });

  it('returns log, position and hash of a checkpoint that jose signed', async () => {
    const at = Math.floor(Date.now() / 1_000);
    const text = await signed(own.privateKey, {}, at);
    const signedAt = new Date(at * 1_000).toISOString();
    const expected = { log: 'log', position: 7, hash: payload.Hash, signedAt, text };
    expect(await read(text, [own.jwk])).toEqual(expected);
    expect(await read(text, [], [own.jwk])).toEqual(expected);
  });

  it.each([
    ['a signature by another key', async () => read(await signed(other.privateKey), [own.jwk]), 'is wrong'],
    [
      'an unknown key',
      async () => read(await signed(own.privateKey, { kid: 'two' }), [own.jwk]),
      'unknown key two',
    ],
    [
      'a key that is not pinned',
      async () => read(await signed(own.privateKey), [own.jwk], []),
      'unknown key one',
    ],
    [
      'another type',
      async () => read(await signed(own.privateKey, { typ: 'JWT' }), [own.jwk]),
      'of type JWT',
    ],
    [
      'an old checkpoint',
      async () => read(await signed(own.privateKey, {}, Date.now() / 1_000 - 700), [own.jwk]),
      'seconds old',
    ],
    ['a text that is no JWS', () => read('text', [own.jwk]), 'is not a JWS'],
  ])('rejects %s', async (_, attempt, sentence) => {
    await expect(attempt()).rejects.toMatchObject({
      name: 'ChainBrokenError',
      message: expect.stringContaining(sentence) as string,
    });
  });
});
