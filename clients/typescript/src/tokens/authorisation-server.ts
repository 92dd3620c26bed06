import * as oauth from 'oauth4webapi';
import { allowInsecureRequests } from 'oauth4webapi';
import type { HttpSettings } from '../http/options.js';
import { withRetries } from '../http/retries.js';

/** The metadata of an authorisation server, read once. */
export class AuthorisationServer {
  private known: oauth.AuthorizationServer | null = null;

  constructor(
    private readonly issuer: URL,
    private readonly settings: HttpSettings,
  ) {}

  /** Reads OpenID Connect's document, or that of RFC 8414 if there is none. */
  async metadata(signal: AbortSignal): Promise<oauth.AuthorizationServer> {
    this.known ??= await this.discover(signal);
    return this.known;
  }

  requestOptions(signal: AbortSignal): {
    signal: AbortSignal;
    [allowInsecureRequests]: boolean;
    [oauth.customFetch]: (url: string, options: object) => Promise<Response>;
  } {
    return {
      signal,
      // `checkProtocol` has checked the issuer. The endpoints of an https issuer must be https.
      [allowInsecureRequests]: this.issuer.protocol === 'http:',
      [oauth.customFetch]: this.settings.fetch,
    };
  }

  private async discover(signal: AbortSignal): Promise<oauth.AuthorizationServer> {
    const openid = await this.read('oidc', signal);
    const answer = openid.status === 404 ? await this.read('oauth2', signal) : openid;
    return oauth.processDiscoveryResponse(this.issuer, answer);
  }

  private read(algorithm: 'oidc' | 'oauth2', signal: AbortSignal): Promise<Response> {
    const send = (): Promise<Response> =>
      oauth.discoveryRequest(this.issuer, { algorithm, ...this.requestOptions(signal) });
    return withRetries(send, 'GET', this.settings, signal);
  }
}
