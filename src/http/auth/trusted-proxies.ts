import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The request as a proxy received it. */
interface ForwardedRequest {
  readonly proto: string | null;
  readonly host: string | null;
}

/** Finds the client of a request behind trusted proxies. */
export class TrustedProxies {
  private readonly networks: readonly Network[];

  /** @param allowed IP addresses and CIDR ranges */
  constructor(allowed: readonly string[]) {
    this.networks = allowed.map((item) => {
      if (item.includes('/')) return ipaddr.parseCIDR(item);
      const address = ipaddr.parse(item);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    });
  }

  /** Returns true if the peer is a trusted proxy, whose `Client-Cert` and `Forwarded` headers are valid. */
  isBehindProxy(request: Pick<IncomingMessage, 'socket'>): boolean {
    return this.isTrusted(request.socket.remoteAddress ?? '');
  }

  /** Returns the nearest address that is not a trusted proxy (RFC 7239 §5.2, read from the right). */
  clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    const peer = request.socket.remoteAddress ?? '';
    if (!this.isTrusted(peer)) return peer;
    const hops = forwardedFor(request.headers.forwarded ?? '');
    return hops.reverse().find((hop) => !this.isTrusted(hop)) ?? peer;
  }

  /**
   * Returns scheme and host of the request as the outermost trusted proxy received it (RFC 7239 §5.3 and §5.4). Each is
   * null without such a proxy, or if the proxy omits it.
   */
  forwardedRequest(request: Pick<IncomingMessage, 'socket' | 'headers'>): ForwardedRequest {
    const { forwarded } = request.headers;
    if (forwarded === undefined || !this.isBehindProxy(request)) return { proto: null, host: null };
    const elements = forwarded.split(',');
    // A trusted proxy wrote an element if all elements to its right name trusted proxies.
    const outermost = elements.findLastIndex((element) => !this.isTrusted(forwardedFor(element)[0] ?? ''));
    const parameters = parametersOf(elements[Math.max(outermost, 0)] ?? '');
    return { proto: parameters.get('proto') ?? null, host: parameters.get('host') ?? null };
  }

  private isTrusted(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return this.networks.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
  }
}

/** Returns the `for` nodes of a Forwarded header without ports and brackets, first hop first. */
function forwardedFor(header: string): string[] {
  return [...header.matchAll(/(?:^|[;,])\s*for=("?)(\[[^[\]]*\]|[^":;,\s]*)(?::\d+)?\1/gi)].map((match) =>
    (match[2] ?? '').replace(/^\[|\]$/g, ''),
  );
}

/** Returns the parameters of one element without quotes; the first of repeated ones, which are invalid. */
function parametersOf(element: string): ReadonlyMap<string, string> {
  const pairs = element.split(';').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim().toLowerCase(), value.join('=').trim().replace(/^"|"$/g, '')];
  });
  return new Map(pairs.reverse());
}
