import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type IPv4 = InstanceType<typeof ipaddr.IPv4>;
type IPv6 = InstanceType<typeof ipaddr.IPv6>;

/** Addresses of cloud platforms that look public and answer only from inside: Azure's WireServer. */
const platformAddresses: ReadonlySet<string> = new Set(['168.63.129.16']);

/** 2000::/3, the only part of IPv6 from which global unicast addresses are given. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** The well-known prefix of NAT64 (RFC 6052). The local-use prefix of RFC 8215 is not public. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Returns true for a global unicast address. An IPv6 address that carries IPv4 addresses (IPv4-mapped, NAT64, 6to4, Teredo,
 * ISATAP) is public if each of them is.
 */
export function isPublicAddress(text: string): boolean {
  switch (isIP(text)) {
    case 4:
      return isPublicV4(ipaddr.IPv4.parse(text));
    case 6: {
      const groups = inGroups(text);
      return groups !== null && isPublicV6(ipaddr.IPv6.parse(groups));
    }
    default:
      return false;
  }
}

/** Returns an IPv6 address in hexadecimal groups only: ipaddr.js takes `::8.8.8.8` for `::ffff:8.8.8.8`. Null with a zone. */
function inGroups(text: string): string | null {
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) ?? null;
}

function isPublicV4(address: IPv4): boolean {
  return address.range() === 'unicast' && !platformAddresses.has(address.toString());
}

function isPublicV6(address: IPv6): boolean {
  if (!carriedAddresses(address).every(isPublicV4)) return false;
  if (address.range() === 'ipv4Mapped' || address.match(nat64)) return true;
  return address.match(globalUnicast) && ['unicast', '6to4', 'teredo'].includes(address.range());
}

/** Returns the IPv4 addresses inside of an IPv6 address. */
function carriedAddresses(address: IPv6): IPv4[] {
  const [, first, second, third, fourth, fifth, sixth, seventh] = groupsOf(address);
  const last = v4(sixth, seventh);
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6052':
      return [last];
    case '6to4':
      return [v4(first, second)];
    case 'teredo':
      // The server, and the client with all bits inverted (RFC 4380 §4).
      return [v4(second, third), v4(sixth ^ 0xffff, seventh ^ 0xffff)];
    default:
      // ISATAP (RFC 5214 §6.1) may have any prefix.
      return (fourth & 0xfdff) === 0 && fifth === 0x5efe ? [last] : [];
  }
}

type Groups = [number, number, number, number, number, number, number, number];

function groupsOf(address: IPv6): Groups {
  return address.parts as Groups;
}

function v4(high: number, low: number): IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}
