import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

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
  return [...header.matchAll(/(?:^|[;,])\s*for=("?)(\[[^\]]*\]|[^":;,\s]*)(?::\d+)?\1/gi)].map((match) =>
    (match[2] ?? '').replace(/^\[|\]$/g, ''),
  );
}
