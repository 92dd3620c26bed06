import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWK, SignJWT } from 'jose';
import { noteSecret } from './evidence.js';
import { closeOnce } from './left-open.js';
import { createKey, rsaKey, type SigningKey } from './rsa-keys.js';

export const audience = 'organisations-directory';

/** An authorisation server for tests: real keys, a real JWKS over HTTP, real signatures. */
export interface TestIssuer {
  readonly url: string;
  /** Number of requests for the keys. */
  readonly jwksRequests: () => number;
  /** Number of requests for metadata, at either well-known path. */
  readonly metadataRequests: () => number;
  /** Signs claims. Fills in iss, aud, iat and exp unless given, and omits those given as undefined. */
  token(
    claims: Readonly<Record<string, unknown>>,
    header?: { alg?: string; typ?: string | undefined; kid?: string },
  ): Promise<string>;
  /** Adds a key to the JWKS under a new `kid`. */
  rotate(kid: string): Promise<void>;
  /** Removes a key from the JWKS; `token` still signs with it. */
  withdraw(kid: string): void;
  /** Sets the behaviour: `down` closes connections, `silent` never responds. */
  become(state: 'well' | 'down' | 'silent'): void;
  /** Answers requests for the keys with this text from now on; null answers with the keys. */
  answerKeysWith(text: string | null, status?: number): void;
  /** Names this URL of the keys in the metadata; null names the right one. */
  nameKeysAt(uri: string | null): void;
  /** Adds a public key with which nothing is signed here. */
  publish(jwk: JWK): void;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<TestIssuer> {
  const keys = new Map<string, SigningKey>();
  const add = (kid: string, { privateKey, jwk }: SigningKey): void => {
    keys.set(kid, { privateKey, jwk: { ...jwk, kid } });
  };
  add('es256', await createKey('ES256'));
  add('ps256', await rsaKey('PS256'));
  add('eddsa', await createKey('EdDSA'));
  add('rs256', await rsaKey('RS256'));
  const published: JWK[] = [];
  const withdrawn = new Set<string>();
  let requests = 0;
  let metadataRequests = 0;
  let state: 'well' | 'down' | 'silent' = 'well';
  let keysAnswer: { readonly text: string; readonly status: number } | null = null;
  let namedUri: string | null = null;
  const server = createServer((request, response) => {
    if (request.url === '/jwks') requests += 1;
    else metadataRequests += 1;
    if (state !== 'well') {
      if (state === 'down') request.socket.destroy();
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: url, jwks_uri: namedUri ?? `${url}/jwks` }));
    } else if (request.url === '/jwks' && keysAnswer !== null) {
      response.statusCode = keysAnswer.status;
      response.end(keysAnswer.text);
    } else if (request.url === '/jwks') {
      const own = [...keys].filter(([kid]) => !withdrawn.has(kid)).map(([, { jwk }]) => jwk);
      response.end(JSON.stringify({ keys: [...own, ...published] }));
    } else {
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    jwksRequests: () => requests,
    metadataRequests: () => metadataRequests,
    async token(claims, header = {}) {
      const alg = header.alg ?? 'ES256';
      const kid = header.kid ?? alg.toLowerCase();
      const now = Math.floor(Date.now() / 1_000);
      const key = keys.get(kid) ?? keys.get('es256');
      if (key === undefined) throw new Error(`there is no key ${kid}`);
      const type = 'typ' in header && header.typ === undefined ? {} : { typ: header.typ ?? 'at+jwt' };
      const payload = {
        iss: url,
        aud: audience,
        iat: now,
        exp: now + 300,
        client_id: 'test-client',
        ...claims,
      };
      return noteSecret(
        await new SignJWT(payload).setProtectedHeader({ alg, kid, ...type }).sign(key.privateKey),
      );
    },
    async rotate(kid) {
      add(kid, await createKey('ES256'));
    },
    withdraw(kid) {
      withdrawn.add(kid);
    },
    answerKeysWith(text, status = 200) {
      keysAnswer = text === null ? null : { text, status };
    },
    nameKeysAt(uri) {
      namedUri = uri;
    },
    become(next) {
      state = next;
    },
    publish(jwk) {
      published.push(jwk);
    },
    close: closeOnce(() => closeServer(server)),
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
