import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '../auth/trusted-proxies.js';

type Request = Pick<IncomingMessage, 'socket' | 'headers'>;

/** The URLs below which clients reach the service. */
export class PublicAddress {
  private readonly configured: readonly URL[];

  /** @param urls each an origin, with or without the base path that a proxy strips; empty: `Host` or `Forwarded` */
  constructor(
    urls: readonly string[],
    private readonly proxies: TrustedProxies,
  ) {
    this.configured = urls.map((url) => new URL(url));
  }

  /** The base paths that proxies strip, '' included if clients also reach the service without one; empty for none. */
  get basePaths(): readonly string[] {
    const paths = [...new Set(this.configured.map(basePathOf))];
    return paths.some((path) => path !== '') ? paths : [];
  }

  /** Returns the URLs below which the client may have addressed this request; empty if its Host is invalid. */
  candidates(request: Request): readonly URL[] {
    if (this.configured.length > 0) return this.configured;
    const requested = this.requestedOrigin(request);
    return requested === null ? [] : [requested];
  }

  /** Returns the base path for links in the response, without a slash at its end: '' or such as '/directory'. */
  basePath(request: Request): string {
    const origin = this.requestedOrigin(request)?.origin;
    // A proxy may replace Host; the first URL is then the best guess.
    const url = this.configured.find((each) => each.origin === origin) ?? this.configured[0];
    return url === undefined ? '' : basePathOf(url);
  }

  private requestedOrigin(request: Request): URL | null {
    const forwarded = this.proxies.forwardedRequest(request);
    const scheme = forwarded.proto ?? ('encrypted' in request.socket ? 'https' : 'http');
    const url = URL.parse(`${scheme}://${forwarded.host ?? request.headers.host ?? ''}`);
    return url === null ? null : URL.parse(url.origin);
  }
}

/** Returns the path of a URL without a slash at its end. */
export function basePathOf({ pathname }: URL): string {
  return pathname.endsWith('/') ? pathname.slice(0, -1) : pathname;
}

/** Puts the base path before the rooted paths in Link and Location, which the service writes without one. */
export function addBasePathToLinks(fastify: FastifyInstance, address: PublicAddress): void {
  if (address.basePaths.length === 0) return;
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const location = reply.getHeader('location');
    const link = reply.getHeader('link');
    if (location === undefined && link === undefined) {
      done(null, payload);
      return;
    }
    const basePath = address.basePath(request.raw);
    if (typeof location === 'string') reply.header('location', location.replace(/^\/(?!\/)/, `${basePath}/`));
    if (typeof link === 'string') reply.header('link', link.replaceAll(/<\/(?!\/)/g, `<${basePath}/`));
    done(null, payload);
  });
}
