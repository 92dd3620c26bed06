import { createHash, randomBytes } from 'node:crypto';

/** Default parameters of an authorisation request: Swagger UI's, with PKCE. */
export interface AuthorisationRequest {
  readonly verifier: string;
  readonly redirectUri: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export function authorisationRequest(origin: string): AuthorisationRequest {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = `${origin}/docs/oauth2-redirect.html`;
  return {
    verifier,
    redirectUri,
    parameters: {
      response_type: 'code',
      client_id: 'swagger-ui',
      redirect_uri: redirectUri,
      state: 'state-of-the-test',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    },
  };
}

/** The parts of a browser that OAuth needs: it keeps cookies and leaves redirects to the test. */
export class CookieClient {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  async send(method: 'GET' | 'POST', url: string): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, this.origin), {
      method,
      headers: { cookie },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return response;
  }

  /** Sends the authorisation request; returns the address of the sign-in page or of any other redirect. */
  async authorise(parameters: Readonly<Record<string, string>>): Promise<string> {
    const response = await this.send('GET', `/dev/oidc/auth?${new URLSearchParams(parameters).toString()}`);
    return response.headers.get('location') ?? '';
  }

  /** Chooses a user on the sign-in page, or Cancel without one; returns the redirect to the client. */
  async answerSignIn(signInPage: string, email?: string): Promise<URL> {
    const target = email === undefined ? signInPage : `${signInPage}/${encodeURIComponent(email)}`;
    const chosen = await this.send('POST', target);
    const resumed = await this.send('GET', chosen.headers.get('location') ?? '');
    return new URL(resumed.headers.get('location') ?? '');
  }
}
