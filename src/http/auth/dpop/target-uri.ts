import type { IncomingMessage } from 'node:http';
import type { TrustedProxies } from '../trusted-proxies.js';

type Request = Pick<IncomingMessage, 'socket' | 'headers' | 'url'>;

/** Knows under which URI a request came, as its client wrote it. */
export class TargetUri {
  /** @param origins where clients reach the service; empty: as `Host` says, and a trusted proxy's `Forwarded` */
  constructor(
    private readonly origins: readonly string[],
    private readonly proxies: TrustedProxies,
  ) {}

  /**
   * True where `uri` is that of the request, query and fragment aside, both in the normal form of RFC 3986 §6.2.2 and
   * §6.2.3 (RFC 9449 §4.3, item 9).
   */
  isOf(request: Request, uri: string): boolean {
    const target = request.url ?? '';
    const named = parse(uri);
    // An absolute target, which only proxies are sent, has no route here.
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

/** The URL parser sees to letter case, default ports and dot segments. */
function parse(uri: string): URL | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : null;
}

/** Percent signs stand before what needs them only, in capitals. */
function normalPath({ pathname }: URL): string {
  return pathname.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
