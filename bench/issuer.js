/** The run's authorisation server: an ES256 key, its JWKS over HTTP, and tokens that are valid until after the run. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { atEnd } from './undo.js';

export const audience = 'organisations-directory';

const keyId = 'bench';
const lifetime = '3h';

export async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'ES256', use: 'sig' };
  let url = '';
  const server = createServer((request, response) => {
    const isMetadata = request.url === '/.well-known/openid-configuration';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isMetadata ? { issuer: url, jwks_uri: `${url}/jwks` } : { keys: [jwk] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${server.address().port}`;
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const sign = (claims) =>
    new SignJWT({ client_id: 'bench', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'at+jwt' })
      .setIssuer(url)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey);
  return { url, jwksUrl: `${url}/jwks`, sign, adminToken: await sign({ scope: 'directory:admin' }) };
}
