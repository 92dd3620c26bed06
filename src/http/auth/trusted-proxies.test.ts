import type { IncomingMessage } from 'node:http';
import { TrustedProxies } from './trusted-proxies.js';

type Request = Pick<IncomingMessage, 'socket' | 'headers'>;

const from = (remoteAddress: string | undefined, forwarded?: string): Request => ({
  socket: { remoteAddress } as IncomingMessage['socket'],
  headers: forwarded === undefined ? {} : { forwarded },
});

describe('isBehindProxy', () => {
  const proxies = new TrustedProxies(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1']);

  it.each(['127.0.0.1', '10.255.0.1', '::ffff:10.1.2.3', '2001:db8:1::2', '::1'])('trusts %s', (address) => {
    expect(proxies.isBehindProxy(from(address))).toBe(true);
  });

  it.each(['127.0.0.2', '11.0.0.1', '::ffff:11.1.2.3', '2001:db9::1', 'localhost', undefined])(
    'does not trust %s',
    (address) => {
      expect(proxies.isBehindProxy(from(address))).toBe(false);
    },
  );

  it('trusts no peer if no proxy is configured', () => {
    expect(new TrustedProxies([]).isBehindProxy(from('127.0.0.1'))).toBe(false);
  });
});

describe('clientAddress', () => {
  const proxies = new TrustedProxies(['10.0.0.0/8', '2001:db8:a::/48']);

  it.each([
    ['the peer that is no proxy, whatever it forwards', '192.0.2.1', 'for=198.51.100.1', '192.0.2.1'],
    ['the peer if the proxy forwards nothing', '10.0.0.1', undefined, '10.0.0.1'],
    ['the address that a proxy forwards', '10.0.0.1', 'for=198.51.100.1', '198.51.100.1'],
    [
      'the nearest address that is no proxy',
      '10.0.0.1',
      'for=203.0.113.9, for=198.51.100.1, for=10.0.0.2',
      '198.51.100.1',
    ],
    ['the peer if all addresses are proxies', '10.0.0.1', 'for=10.0.0.2', '10.0.0.1'],
    ['an address without its port', '10.0.0.1', 'for="198.51.100.1:4711"', '198.51.100.1'],
    [
      'an IPv6 address without brackets and port',
      '10.0.0.1',
      'For="[2001:db8:cafe::17]:4711"',
      '2001:db8:cafe::17',
    ],
    [
      'the address among other parameters',
      '10.0.0.1',
      'proto=https;for=198.51.100.1;by=203.0.113.43',
      '198.51.100.1',
    ],
    ['an IPv4 address without the prefix of IPv6', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    ['unknown if the proxy hides the client', '10.0.0.1', 'for=_secret', 'unknown'],
    ['unknown for text that is no address', '10.0.0.1', 'for=<b>', 'unknown'],
    [
      'the address before an IPv6 proxy',
      '10.0.0.1',
      'for=198.51.100.1, for="[2001:db8:a::1]"',
      '198.51.100.1',
    ],
  ])('is %s', (_, peer, forwarded, expected) => {
    expect(proxies.clientAddress(from(peer, forwarded))).toBe(expected);
  });
});

describe('addressOfPeer', () => {
  it('is null for a proxy, whose client is not known', () => {
    const proxies = new TrustedProxies(['10.0.0.0/8']);
    expect(proxies.addressOfPeer({ remoteAddress: '::ffff:10.0.0.1' })).toBeNull();
    expect(proxies.addressOfPeer({ remoteAddress: '::ffff:11.0.0.1' })).toBe('11.0.0.1');
  });
});
