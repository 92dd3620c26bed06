import ipaddr from 'ipaddr.js';

/** Length of the prefix of one subscriber's IPv6 network (RFC 6177): its owner has each address below it. */
const ipv6PrefixBits = 64;

/**
 * Returns the block of addresses whose requests count together: an IPv4 address, also one mapped to IPv6, or the /64
 * network of an IPv6 address. Other texts are returned unchanged.
 */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${ipv6PrefixBits}`).toString();
}
