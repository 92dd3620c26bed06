/**
 * Downloads the participants file and verifies its signature with Node.js alone (RFC 7515, RFC 7797). Setting, with the
 * default of a local service: DIRECTORY_URL.
 */
import { Buffer } from 'node:buffer';
import { createPublicKey, verify } from 'node:crypto';

const directory = process.env.DIRECTORY_URL ?? 'http://127.0.0.1:3000';

async function get(path) {
  const response = await fetch(directory + path);
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return response;
}

/** Returns the bytes of the file. A change between two requests is no forgery, so all three are sent again once. */
async function participants(attempts = 2) {
  const file = await get('/organisations/export/open-data');
  const bytes = Buffer.from(await file.arrayBuffer());
  const [head, , signature] = (await (await get('/organisations/export/open-data.jws')).text()).split('.');
  const { alg, kid, etag } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { keys } = await (await get('/.well-known/directory-keys')).json();
  const jwk = keys.find((each) => each.kid === kid);
  if (alg !== 'ES256' || jwk === undefined) throw new Error(`No key of the directory is ${kid} (${alg}).`);
  const isValid = verify(
    'sha256',
    Buffer.concat([Buffer.from(`${head}.`), bytes]),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (isValid) return bytes;
  // `-gzip` marks the compressed form of the same file.
  const isOther = file.headers.get('etag')?.replace('-gzip"', '"') !== etag;
  if (isOther && attempts > 1) return participants(attempts - 1);
  throw new Error('The signature is not that of the file.');
}

const organisations = JSON.parse((await participants()).toString());
console.log(`The directory signed ${organisations.length} participants.`);
