import * as oauth from 'oauth4webapi';
import { allowInsecureRequests } from 'oauth4webapi';
import { ConnectionError, errorOf } from '../errors.js';
import type { AccessToken, TokenSource } from '../tokens/token-source.js';
import { Deadline } from './deadline.js';
import { EntityTagCache } from './entity-tag-cache.js';
import { checkProtocol } from './insecure.js';
import type { HttpSettings } from './options.js';
import { withRetries } from './retries.js';

/** A request to the directory. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** The answer's body is read by the caller, for as long as it takes. */
  readonly isStream?: boolean;
  /** The answer is neither kept nor asked for with a known ETag. */
  readonly skipsCache?: boolean;
}

/** Sends requests with a token, an interaction id and known ETags; waits and repeats as the directory asks. */
export class Transport {
  private readonly cache: EntityTagCache;

  constructor(
    base: URL,
    private readonly tokens: TokenSource | null,
    private readonly settings: HttpSettings,
    cacheSize: number,
  ) {
    checkProtocol(base, settings.allowHttp);
    this.cache = new EntityTagCache(cacheSize);
  }

  /** Returns the answer to a request of `openapi-fetch`. */
  async fetch(request: Request): Promise<Response> {
    const { method, headers, signal } = request;
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: await request.text() };
    return this.send({ method, url: new URL(request.url), headers, signal, ...body });
  }

  /** @throws DirectoryError for any status that is not a success, ConnectionError if there is no answer */
  async send(outgoing: Outgoing): Promise<Response> {
    const { method, url, headers, signal } = outgoing;
    if (!headers.has('x-fapi-interaction-id')) headers.set('x-fapi-interaction-id', crypto.randomUUID());
    const isCached = mayBeCached(outgoing);
    const entityTag = isCached ? this.cache.entityTagOf(url.href) : null;
    if (entityTag !== null) headers.set('if-none-match', entityTag);
    const response = await withRetries(() => this.sendAuthorised(outgoing), method, this.settings, signal);
    if (response.status === 304 && entityTag !== null) {
      const known = this.cache.answer(url.href, response.headers);
      if (known !== null) return known;
      headers.delete('if-none-match');
      return this.send(outgoing);
    }
    if (!response.ok && response.status !== 304)
      throw errorOf(response, await response.text(), idOf(outgoing));
    if (!isCached) return response;
    const text = await response.text();
    this.cache.keep(url.href, text, response.headers);
    return new Response(text, response);
  }

  /** A token that the directory refuses is replaced once, because it may have been revoked. */
  private async sendAuthorised(outgoing: Outgoing): Promise<Response> {
    if (this.tokens === null) return this.exchange(outgoing, null);
    const token = await this.tokens.get(outgoing.signal);
    const response = await this.sendWithNonce(outgoing, token);
    if (response.status !== 401 || this.tokens.refuse === undefined) return response;
    this.tokens.refuse(token);
    return this.sendWithNonce(outgoing, await this.tokens.get(outgoing.signal));
  }

  /** The first request to a directory that requires nonces is refused and brings one (RFC 9449 §9). */
  private async sendWithNonce(outgoing: Outgoing, token: AccessToken): Promise<Response> {
    const response = await this.exchange(outgoing, token);
    const challenge = response.headers.get('www-authenticate') ?? '';
    if (response.status !== 401 || token.dpop === undefined || !challenge.includes('use_dpop_nonce'))
      return response;
    return this.exchange(outgoing, token);
  }

  private async exchange(outgoing: Outgoing, token: AccessToken | null): Promise<Response> {
    const deadline = new Deadline(outgoing.signal, this.settings.timeoutSeconds * 1_000);
    let isOpen = false;
    try {
      const response = await this.request(outgoing, token, deadline.signal);
      isOpen = outgoing.isStream === true && response.ok;
      if (!isOpen) return await withWholeBody(response);
      deadline.stopTimer();
      return response;
    } catch (error) {
      if (outgoing.signal?.aborted === true) throw error;
      const { method, url } = outgoing;
      throw new ConnectionError(
        `${method} ${url.origin}${url.pathname} got no answer: ${String(error)}`,
        idOf(outgoing),
        { cause: error },
      );
    } finally {
      if (!isOpen) deadline.release();
    }
  }

  private async request(
    { method, url, headers, body }: Outgoing,
    token: AccessToken | null,
    signal: AbortSignal,
  ): Promise<Response> {
    const { fetch } = this.settings;
    if (token === null)
      return fetch(url.href, { method, headers, body: body ?? null, signal, redirect: 'manual' });
    const options = {
      signal,
      // The constructor has checked the address.
      [allowInsecureRequests]: true,
      [oauth.customFetch]: (target: string, init: object) => fetch(target, init),
      ...(token.dpop === undefined ? {} : { DPoP: token.dpop }),
    };
    try {
      return await oauth.protectedResourceRequest(token.value, method, url, headers, body, options);
    } catch (error) {
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
      throw error;
    }
  }
}

function mayBeCached({ method, headers, isStream = false, skipsCache = false }: Outgoing): boolean {
  return method === 'GET' && !isStream && !skipsCache && !headers.has('if-none-match');
}

function idOf({ headers }: Outgoing): string {
  return headers.get('x-fapi-interaction-id') ?? '';
}

/** Reads the body, so that a lost connection is noticed here. `fetch` has decoded it already. */
async function withWholeBody(response: Response): Promise<Response> {
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const isBodyless = [204, 205, 304].includes(response.status);
  const { status, statusText } = response;
  return new Response(isBodyless ? null : text, { status, statusText, headers });
}
