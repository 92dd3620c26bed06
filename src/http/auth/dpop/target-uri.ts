import type { IncomingMessage } from 'node:http';
import type { TrustedProxies } from '../trusted-proxies.js';

type Request = Pick<IncomingMessage, 'socket' | 'headers' | 'url'>;

/** Compares the URI of a proof with the URI to which the client sent the request. */
export class TargetUri {
  /** @param origins the public origins of the service; empty: the origin of `Host` or of a trusted proxy's `Forwarded` */
  constructor(
    private readonly origins: readonly string[],
    private readonly proxies: TrustedProxies,
  ) {}

  /**
   * Returns true if `uri` is the URI of the request, without query and fragment, both in the normal form of RFC 3986
   * §6.2.2 and §6.2.3 (RFC 9449 §4.3, item 9).
   */
  matches(request: Request, uri: string): boolean {
    const target = request.url ?? '';
    const named = parse(uri);
    // Only proxies receive an absolute target; the service has no route for one.
    const asked = target.startsWith('/') ? parse(`http://localhost${target}`) : null;
    if (named === null || asked === null || named.username !== '' || named.password !== '') return false;
    return normalPath(named) === normalPath(asked) && this.originsOf(request).includes(named.origin);
  }

  private originsOf(request: Request): readonly string[] {
    if (this.origins.length > 0) return this.origins;
    const forwarded = this.proxies.forwardedRequest(request);
    const scheme = forwarded.proto ?? ('encrypted' in request.socket ? 'https' : 'http');
    const origin = parse(`${scheme}://${forwarded.host ?? request.headers.host ?? ''}`)?.origin;
    return origin === undefined ? [] : [origin];
  }
}

/** Returns the URL with letter case, default port and dot segments normalised; null for other schemes. */
function parse(uri: string): URL | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : null;
}

/** Returns the path with only necessary percent-encoding, in upper case. */
function normalPath({ pathname }: URL): string {
  return pathname.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
