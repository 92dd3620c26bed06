import { createRemoteJWKSet, jwtVerify } from 'jose';

/** More than the concurrent callers of a directory. */
const mostKept = 10_000;
const readers = ['directory:admin', 'directory:software'];

/** The settings in the environment. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/**
 * The token check of both comparison servers: a signed access token of the issuer with a scope that reads everything.
 * Valid tokens are cached until they expire.
 */
export class TokenCheck {
  private readonly keys = createRemoteJWKSet(new URL(setting('JWKS_URL')));
  private readonly good = new Map<string, number>();
  private readonly expected = {
    issuer: setting('ISSUER'),
    audience: setting('AUDIENCE'),
    algorithms: ['ES256'],
    requiredClaims: ['exp'],
  };

  /** Returns true if an Authorization header permits reading everything. */
  async admits(authorization: string | undefined): Promise<boolean> {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return false;
    const expiresAtMs = this.good.get(token);
    if (expiresAtMs !== undefined && expiresAtMs > Date.now()) return true;
    try {
      const { payload } = await jwtVerify(token, this.keys, this.expected);
      if (!readers.includes(String(payload.scope))) return false;
      if (this.good.size >= mostKept) this.good.clear();
      this.good.set(token, (payload.exp ?? 0) * 1_000);
      return true;
    } catch {
      return false;
    }
  }
}
