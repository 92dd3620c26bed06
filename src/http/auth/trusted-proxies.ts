import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

const maxRememberedPeers = 1_000;

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The request as a proxy received it. */
interface ForwardedRequest {
  readonly proto: string | null;
  readonly host: string | null;
}

/** Finds the client of a request behind trusted proxies. */
export class TrustedProxies {
  private readonly networks: readonly Network[];
  private readonly peers = new LRUCache<string, boolean>({ max: maxRememberedPeers });

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
    return this.isTrustedPeer(request.socket.remoteAddress ?? '');
  }

  /**
   * Returns the nearest address that is not a trusted proxy (RFC 7239 §5.2, read from the right), `unknown` if the proxy
   * hides it, and the peer's if the proxy forwards no other. The only source of a client's address: for rate limits, the
   * access log and security events.
   */
  clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    const peer = request.socket.remoteAddress ?? '';
    if (!this.isTrustedPeer(peer)) return plain(peer);
    const hops = forwardedFor(request.headers.forwarded ?? '');
    const hop = hops.findLast((each) => !this.isTrusted(each));
    if (hop === undefined) return plain(peer);
    return ipaddr.isValid(hop) ? plain(hop) : 'unknown';
  }

  /** Returns the address of a connection without a readable request; null for a proxy, whose client is not known. */
  addressOfPeer({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): string | null {
    return this.isTrustedPeer(remoteAddress) ? null : plain(remoteAddress);
  }

  /** Proxies are few and send every request, so their addresses are remembered. */
  private isTrustedPeer(peer: string): boolean {
    if (this.networks.length === 0) return false;
    const known = this.peers.get(peer);
    if (known !== undefined) return known;
    const isTrusted = this.isTrusted(peer);
    this.peers.set(peer, isTrusted);
    return isTrusted;
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

/** Returns an IPv4 address that a dual-stack socket writes as `::ffff:192.0.2.1` without that prefix. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? ipaddr.process(address).toString() : address;
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
