import * as oauth from 'oauth4webapi';
import { TokenError } from '../errors.js';
import { Deadline } from '../http/deadline.js';
import { checkProtocol } from '../http/insecure.js';
import { type HttpOptions, type HttpSettings, settingsOf } from '../http/options.js';
import { withRetries } from '../http/retries.js';
import { orAborted } from '../http/waiting.js';
import { AuthorisationServer } from './authorisation-server.js';
import type { AccessToken, TokenSource } from './token-source.js';

/** The proof of the client's identity at the authorisation server. */
export type ClientAuthentication =
  | {
      readonly clientSecret: string;
      /** `header` is client_secret_basic and the default; `body` is client_secret_post. */
      readonly secretIn?: 'header' | 'body';
    }
  | {
      /** `private_key_jwt`: see `privateKeyFromPem` and `privateKeyFromJwk`. */
      readonly privateKey: oauth.CryptoKey;
      /** The `kid` under which the authorisation server knows the public key. */
      readonly keyId?: string;
    }
  | {
      /** `tls_client_auth` (RFC 8705): `fetch` presents the client's certificate, see `mutualTlsFetch`. */
      readonly certificate: true;
    };

export type ClientCredentialsOptions = ClientAuthentication &
  HttpOptions & {
    /** The authorisation server's issuer; its metadata names the token endpoint. */
    readonly issuer: string;
    readonly clientId: string;
    /** Default: the scopes that the authorisation server gives to the client. */
    readonly scope?: string;
    /** More parameters of the token request, such as `resource` or `audience`. */
    readonly parameters?: Readonly<Record<string, string>>;
    /** Binds the tokens to a key (RFC 9449): true for a new ES256 key, or a key pair. */
    readonly dpop?: boolean | oauth.CryptoKeyPair;
  };

/** An access token and the time of its end, in milliseconds since 1970. */
interface Issued {
  readonly token: AccessToken;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Lifetime in seconds of a token whose answer names none. */
const unknownLifetime = 60;

/** Returns tokens by client credentials (RFC 6749 §4.4). A token is used until shortly before its end. */
export function clientCredentials(options: ClientCredentialsOptions): TokenSource {
  return new ClientCredentials(options);
}

class ClientCredentials implements TokenSource {
  private readonly settings: HttpSettings;
  private readonly server: AuthorisationServer;
  private issued: Issued | null = null;
  private pending: Promise<Issued> | null = null;
  private key: Promise<oauth.DPoPHandle> | null = null;

  constructor(private readonly options: ClientCredentialsOptions) {
    this.settings = settingsOf(options);
    const issuer = new URL(options.issuer);
    checkProtocol(issuer, this.settings.allowHttp);
    this.server = new AuthorisationServer(issuer, this.settings);
  }

  async get(signal?: AbortSignal): Promise<AccessToken> {
    if (this.issued !== null && Date.now() < this.issued.renewAt) return this.issued.token;
    try {
      return (await orAborted(this.renew(), signal)).token;
    } catch (error) {
      // The authorisation server may be down for a moment: a token that is still valid is better than none.
      if (signal?.aborted !== true && this.issued !== null && Date.now() < this.issued.endsAt)
        return this.issued.token;
      throw error;
    }
  }

  refuse(token: AccessToken): void {
    if (this.issued?.token === token) this.issued = null;
  }

  /** All callers wait for one request, which no caller's signal aborts. */
  private renew(): Promise<Issued> {
    this.pending ??= this.request().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  private async request(): Promise<Issued> {
    const deadline = new Deadline(undefined, this.settings.timeoutSeconds * 1_000);
    try {
      this.issued = await this.requestUntil(deadline.signal);
      return this.issued;
    } catch (error) {
      throw tokenErrorOf(error);
    } finally {
      deadline.release();
    }
  }

  private async requestUntil(signal: AbortSignal): Promise<Issued> {
    const metadata = await this.server.metadata(signal);
    const client = this.client();
    const dpop = await this.dpop(client);
    const ask = async (): Promise<oauth.TokenEndpointResponse> =>
      oauth.processClientCredentialsResponse(
        metadata,
        client,
        await withRetries(() => this.send(metadata, client, dpop, signal), 'GET', this.settings, signal),
      );
    const answer = await ask().catch((error: unknown) => {
      if (dpop !== undefined && oauth.isDPoPNonceError(error)) return ask();
      throw error;
    });
    const type = dpop === undefined ? 'bearer' : 'dpop';
    if (answer.token_type !== type)
      throw new TokenError(
        `The authorisation server gave a ${answer.token_type} token instead of a ${type} token.`,
        200,
        null,
      );
    const lifetime = (answer.expires_in ?? unknownLifetime) * 1_000;
    const token = { value: answer.access_token, ...(dpop === undefined ? {} : { dpop }) };
    const now = Date.now();
    return { token, renewAt: now + lifetime - Math.min(60_000, lifetime / 5), endsAt: now + lifetime };
  }

  private send(
    metadata: oauth.AuthorizationServer,
    client: oauth.Client,
    dpop: oauth.DPoPHandle | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const { scope, parameters } = this.options;
    const form = new URLSearchParams({ ...(scope === undefined ? {} : { scope }), ...parameters });
    return oauth.clientCredentialsGrantRequest(metadata, client, authenticationOf(this.options), form, {
      ...this.server.requestOptions(signal),
      ...(dpop === undefined ? {} : { DPoP: dpop }),
    });
  }

  private client(): oauth.Client {
    const hasCertificate = 'certificate' in this.options;
    return {
      client_id: this.options.clientId,
      ...(hasCertificate ? { use_mtls_endpoint_aliases: true } : {}),
    };
  }

  private async dpop(client: oauth.Client): Promise<oauth.DPoPHandle | undefined> {
    const { dpop = false } = this.options;
    if (dpop === false) return undefined;
    const pair = dpop === true ? oauth.generateKeyPair('ES256') : Promise.resolve(dpop);
    this.key ??= pair.then((keys) => oauth.DPoP(client, keys));
    return this.key;
  }
}

function authenticationOf(options: ClientAuthentication): oauth.ClientAuth {
  if ('clientSecret' in options) {
    return options.secretIn === 'body'
      ? oauth.ClientSecretPost(options.clientSecret)
      : oauth.ClientSecretBasic(options.clientSecret);
  }
  if ('certificate' in options) return oauth.TlsClientAuth();
  const { privateKey: key, keyId: kid } = options;
  return oauth.PrivateKeyJwt(kid === undefined ? key : { key, kid });
}

function tokenErrorOf(cause: unknown): TokenError {
  if (cause instanceof TokenError) return cause;
  if (cause instanceof oauth.ResponseBodyError) {
    const reason = cause.error_description ?? 'no reason given';
    return new TokenError(
      `The authorisation server gave no token: ${cause.error}, ${reason}`,
      cause.status,
      cause.error,
      { cause },
    );
  }
  const response = (cause as { cause?: unknown }).cause;
  const status = response instanceof Response ? response.status : null;
  return new TokenError(`The authorisation server gave no token: ${String(cause)}`, status, null, { cause });
}
