import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Fault } from './faults.js';

/** A key that verifies signatures of the directory. */
interface VerificationKey {
  /** The thumbprint of the key (RFC 7638). */
  readonly kid: string;
  readonly key: KeyObject;
}

/** The keys of the directory's signatures (ES256). */
export interface SigningKeys {
  /** The id of the key that signs. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The public part of the key that signs, then the other keys, such as former ones. */
  readonly verificationKeys: readonly VerificationKey[];
}

/** For a service in production, which must not sign with a key that it made by itself. */
export const missingSigningKey =
  'SIGNING_KEY_FILE is not set: with NODE_ENV=production the service signs with no key of its own making; allowed: a file with an EC P-256 private key.';

const allowed =
  'an EC P-256 private key (ES256) as PEM, JWK or JWK set, then other P-256 keys that only verify, in a file that other users of the machine can not read';

/** Returns a fault if a service in production has no key of its signatures. */
export function missingSigningKeyFaults(config: {
  readonly isProduction: boolean;
  readonly signingKeyFile: string | null;
}): Fault[] {
  const isMissing = config.isProduction && config.signingKeyFile === null;
  return isMissing ? [['SIGNING_KEY_FILE', missingSigningKey]] : [];
}

/** Why a file can't be used, as the end of a sentence. */
class KeyFault extends Error {}

/**
 * Reads the keys of a file in PEM or JSON. The first key signs; the others verify what was signed with them.
 * @param owner the setting that names the file, for the sentence
 * @throws the error of `toError` if the file can't be read, is open to other users, or has other keys
 */
export function readSigningKeys(
  path: string,
  owner: string,
  toError: (message: string) => Error,
): SigningKeys {
  try {
    return signingKeysOf(keysIn(readPrivateFile(path)));
  } catch (error) {
    if (!(error instanceof KeyFault)) throw error;
    throw toError(`${owner} is "${path}", ${error.message}; allowed: ${allowed}.`);
  }
}

function readPrivateFile(path: string): string {
  try {
    // Other users may not read or change the file, nor its group change it: as PostgreSQL for its server's key.
    const mode = statSync(path).mode & 0o777;
    const isOpen = process.platform !== 'win32' && (mode & 0o027) !== 0;
    if (isOpen) throw new KeyFault(`which other users can read or change (mode ${mode.toString(8)})`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof KeyFault) throw error;
    throw new KeyFault(`which can not be read (${reasonOf(error)})`);
  }
}

/** Returns the keys of a JWK, a JWK set, or blocks of PEM, in their order. */
function keysIn(text: string): KeyObject[] {
  const isJson = text.trimStart().startsWith('{');
  return isJson ? jsonWebKeysIn(text).map(ofJsonWebKey) : pemBlocksIn(text).map(ofPem);
}

function jsonWebKeysIn(text: string): unknown[] {
  try {
    const parsed = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(parsed.keys) ? (parsed.keys as unknown[]) : [parsed];
  } catch {
    throw new KeyFault('which is neither JSON nor PEM');
  }
}

const pemBegin = '-----BEGIN ';

/** `openssl ecparam -genkey` writes the parameters of the curve before the key. */
function pemBlocksIn(text: string): string[] {
  const blocks = text
    .split(pemBegin)
    .slice(1)
    .flatMap((rest) => {
      const label = rest.slice(0, rest.indexOf('-----'));
      const end = `-----END ${label}-----`;
      return rest.includes(end) ? [`${pemBegin}${rest.slice(0, rest.indexOf(end))}${end}`] : [];
    });
  return blocks.filter((block) => labelOf(block) !== 'EC PARAMETERS');
}

function labelOf(block: string): string {
  return block.slice(pemBegin.length, block.indexOf('-----', pemBegin.length));
}

function ofJsonWebKey(key: unknown): KeyObject {
  const jwk = key as { readonly d?: unknown };
  try {
    const input = { key: jwk as Record<string, unknown>, format: 'jwk' as const };
    return jwk.d === undefined ? createPublicKey(input) : createPrivateKey(input);
  } catch (error) {
    throw new KeyFault(`whose JWK is no key (${reasonOf(error)})`);
  }
}

function ofPem(block: string): KeyObject {
  const label = labelOf(block);
  if (block.includes('ENCRYPTED')) throw new KeyFault('whose key needs a passphrase');
  if (!label.endsWith('PRIVATE KEY') && label !== 'PUBLIC KEY')
    throw new KeyFault(`which holds a ${label}, not a key`);
  try {
    return label === 'PUBLIC KEY' ? createPublicKey(block) : createPrivateKey(block);
  } catch (error) {
    throw new KeyFault(`whose ${label} can not be used (${reasonOf(error)})`);
  }
}

function signingKeysOf(keys: readonly KeyObject[]): SigningKeys {
  const [first] = keys;
  if (first === undefined) throw new KeyFault('which holds no key');
  const wrong = keys.find((key) => key.asymmetricKeyDetails?.namedCurve !== 'prime256v1');
  if (wrong !== undefined) throw new KeyFault(`which holds a key of another kind (${kindOf(wrong)})`);
  if (first.type !== 'private') throw new KeyFault('whose first key has no private part, so it can not sign');
  const verificationKeys = keys.map(toVerificationKey);
  const [active] = verificationKeys;
  // Node takes a JWK whose public part belongs to another key.
  const probe = Buffer.from('probe');
  if (active === undefined || !verify('sha256', probe, active.key, sign('sha256', probe, first)))
    throw new KeyFault('whose first key has a private and a public part that do not belong together');
  const isNew = ({ kid }: VerificationKey, index: number): boolean =>
    verificationKeys.findIndex((other) => other.kid === kid) === index;
  return { kid: active.kid, privateKey: first, verificationKeys: verificationKeys.filter(isNew) };
}

/** The id depends on the key alone, so it is the same in PEM and JWK, before and after a rotation. */
function toVerificationKey(key: KeyObject): VerificationKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kid, key: publicKey };
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  return [asymmetricKeyType, asymmetricKeyDetails?.namedCurve ?? asymmetricKeyDetails?.modulusLength]
    .filter((part) => part !== undefined)
    .join(' ');
}

function reasonOf(error: unknown): string {
  return String(error).replace(/^\w*Error(?: \[\w+\])?: /, '');
}
