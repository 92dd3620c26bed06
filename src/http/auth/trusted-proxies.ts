import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** What a proxy tells of the request that it got. */
interface ForwardedRequest {
  readonly proto: string | null;
  readonly host: string | null;
}

/** Knows which peers may speak for others, and so who a request really comes from. */
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

  /** True where the peer of this connection is a trusted proxy, so that its `Client-Cert` and `Forwarded` count. */
  isBehindProxy(request: Pick<IncomingMessage, 'socket'>): boolean {
    return this.isTrusted(request.socket.remoteAddress ?? '');
  }

  /** The nearest address that no trusted proxy has (RFC 7239 §5.2, read from the right). */
  clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    const peer = request.socket.remoteAddress ?? '';
    if (!this.isTrusted(peer)) return peer;
    const hops = forwardedFor(request.headers.forwarded ?? '');
    return hops.reverse().find((hop) => !this.isTrusted(hop)) ?? peer;
  }

  /**
   * Scheme and host of the request as the outermost trusted proxy got it (RFC 7239 §5.3 and §5.4), null where it does
   * not say, or where there is none.
   */
  forwardedRequest(request: Pick<IncomingMessage, 'socket' | 'headers'>): ForwardedRequest {
    const { forwarded } = request.headers;
    if (forwarded === undefined || !this.isBehindProxy(request)) return { proto: null, host: null };
    const elements = forwarded.split(',');
    // Each was written by the peer of the one before it: by a trusted one, as long as those nearer to us name trusted ones.
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

/** The `for` nodes of a Forwarded header, first hop first, ports and brackets taken off. */
function forwardedFor(header: string): string[] {
  return [...header.matchAll(/(?:^|[;,])\s*for=("?)(\[[^[\]]*\]|[^":;,\s]*)(?::\d+)?\1/gi)].map((match) =>
    (match[2] ?? '').replace(/^\[|\]$/g, ''),
  );
}

/** The parameters of one element, quotes taken off; of those that are repeated the first, as nobody may repeat one. */
function parametersOf(element: string): ReadonlyMap<string, string> {
  const pairs = element.split(';').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim().toLowerCase(), value.join('=').trim().replace(/^"|"$/g, '')];
  });
  return new Map(pairs.reverse());
}
