import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { readConfig } from './config.js';
import { readSigningKeys, type SigningKeys } from './signing-config.js';

const newKey = (curve = 'P-256'): KeyObject => generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type }).toString();
const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
const jwk = (key: KeyObject): Record<string, unknown> => key.export({ format: 'jwk' });
const publicJwk = (key: KeyObject): Record<string, unknown> => ({ ...jwk(key), d: undefined });

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (content: string, mode = 0o600): string => {
  count += 1;
  const path = join(folder, String(count));
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};
const read = (content: string, mode?: number): SigningKeys =>
  readSigningKeys(fileOf(content, mode), 'SIGNING_KEY_FILE', (message) => new ConfigError(message));
const faultOf = (content: string, mode?: number): string => {
  try {
    read(content, mode);
  } catch (error) {
    if (error instanceof ConfigError)
      return /^SIGNING_KEY_FILE is "[^"]+", (.*); allowed: an EC P-256 /.exec(error.message)?.[1] ?? '';
    throw error;
  }
  return 'none';
};

const one = newKey();
const two = newKey();
const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

describe('the keys of SIGNING_KEY_FILE', () => {
  it.each([
    ['PEM (PKCS #8)', pem(one)],
    ['PEM (SEC 1)', pem(one, 'sec1')],
    ['PEM as openssl ecparam writes it', parameters + pem(one, 'sec1')],
    ['JWK', JSON.stringify({ ...jwk(one), kid: 'ignored' })],
    ['JWK set', JSON.stringify({ keys: [jwk(one)] }, null, 2)],
  ])('have the same kid from %s', (_, content) => {
    expect(read(content).kid).toBe(read(pem(one)).kid);
  });

  it('have the thumbprint of RFC 7638 as kid', () => {
    // The public key of RFC 7515 A.3 with its private part; the thumbprint was computed with Python's hashlib.
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
    };
    expect(read(JSON.stringify(key)).kid).toBe('oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U');
  });

  it.each([
    ['PEM', pem(one) + pem(two)],
    ['PEM with a public key', pem(one) + publicPem(two)],
    ['a JWK set', JSON.stringify({ keys: [jwk(one), publicJwk(two)] })],
    ['a JWK set that repeats a key', JSON.stringify({ keys: [jwk(one), publicJwk(two), publicJwk(one)] })],
  ])('are several in %s: the first signs, all verify', (_, content) => {
    const keys = read(content);
    expect(keys.kid).toBe(read(pem(one)).kid);
    expect(keys.verificationKeys.map(({ kid }) => kid)).toEqual([read(pem(one)).kid, read(pem(two)).kid]);
    expect(keys.verificationKeys.map(({ key }) => key.type)).toEqual(['public', 'public']);
  });

  it.each<[string, string, RegExp]>([
    ['an empty file', '', /^which holds no key$/],
    ['other text', 'key', /^which holds no key$/],
    ['broken JSON', '{"keys":', /^which is neither JSON nor PEM$/],
    ['an empty set', '{"keys":[]}', /^which holds no key$/],
    ['a set of null', '{"keys":[null]}', /^whose JWK is no key/],
    ['a symmetric JWK', '{"kty":"oct","k":"AAAA"}', /^whose JWK is no key/],
    [
      'RSA',
      pem(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey),
      /^which holds a key of another kind \(rsa 2048\)$/,
    ],
    [
      'Ed25519',
      pem(generateKeyPairSync('ed25519').privateKey),
      /^which holds a key of another kind \(ed25519\)$/,
    ],
    ['P-384', pem(newKey('P-384')), /^which holds a key of another kind \(ec secp384r1\)$/],
    ['secp256k1', pem(newKey('secp256k1')), /^which holds a key of another kind \(ec secp256k1\)$/],
    ['P-384 behind a good key', pem(one) + pem(newKey('P-384')), /^which holds a key of another kind/],
    ['a public key', publicPem(two), /^whose first key has no private part, so it can not sign$/],
    ['a public JWK', JSON.stringify(publicJwk(one)), /^whose first key has no private part/],
    [
      'a JWK of two keys',
      JSON.stringify({ ...jwk(one), d: jwk(two).d }),
      /^whose (JWK is no key|first key has a private and a public part that do not belong together)/,
    ],
    [
      'a passphrase',
      one
        .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'of the test' })
        .toString(),
      /^whose key needs a passphrase$/,
    ],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      /^which holds a CERTIFICATE, not a key$/,
    ],
    ['cut PEM', pem(one).replace(/\n[^\n]+\n-----END/, '\n-----END'), /^whose PRIVATE KEY can not be used/],
  ])('are refused for %s', (_, content, fault) => {
    expect(faultOf(content)).toMatch(fault);
  });

  it.each([
    [0o600, 'none'],
    [0o400, 'none'],
    [0o640, 'none'],
    [0o440, 'none'],
    [0o644, 'which other users can read or change (mode 644)'],
    [0o604, 'which other users can read or change (mode 604)'],
    [0o660, 'which other users can read or change (mode 660)'],
  ])('in a file of mode %o: %s', (mode, fault) => {
    expect(faultOf(pem(one), mode)).toBe(fault);
  });

  it('are read for the service only, whose faults name the setting once', () => {
    const environment = { SIGNING_KEY_FILE: join(folder, 'absent'), PORT: 'http' };
    expect(() => readConfig({ ...environment, PORT: '' })).not.toThrow();
    expect(() => readConfig(environment, 'service')).toThrow(
      /^PORT is "http".*\nSIGNING_KEY_FILE is "[^"]+absent", which can not be read \(ENOENT[^\n]*$/,
    );
  });

  it('must be set for a service in production', () => {
    expect(() => readConfig({ NODE_ENV: 'production' }, 'service')).toThrow(
      /^SIGNING_KEY_FILE is not set: /m,
    );
    expect(() => readConfig({ NODE_ENV: 'production' })).not.toThrow(/SIGNING_KEY_FILE/);
    expect(() => readConfig({}, 'service')).not.toThrow();
  });
});
