import type { IncomingMessage } from 'node:http';
import { basePathOf, type PublicAddress } from '../../routing/public-address.js';

type Request = Pick<IncomingMessage, 'socket' | 'headers' | 'url'>;

/** Compares the URI of a proof with the URI to which the client sent the request. */
export class TargetUri {
  constructor(private readonly address: PublicAddress) {}

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
    return this.address
      .candidates(request)
      .some(
        (base) =>
          named.origin === base.origin &&
          normalPath(named.pathname) === normalPath(basePathOf(base) + asked.pathname),
      );
  }

  /** Returns the beginnings of URIs that match the request, for an error sentence. */
  expected(request: Request): string {
    return this.address
      .candidates(request)
      .map((base) => base.origin + basePathOf(base))
      .join(' or ');
  }
}

/** Returns the URL with letter case, default port and dot segments normalised; null for other schemes. */
function parse(uri: string): URL | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url : null;
}

/** Returns the path with only necessary percent-encoding, in upper case. */
function normalPath(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
}
