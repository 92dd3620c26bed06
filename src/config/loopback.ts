import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Returns true for a loopback address, with or without brackets, and for `localhost`. Any other name is false: it may
 * resolve to another machine.
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(name) === 0) return name.toLowerCase() === 'localhost';
  return ipaddr.process(name).range() === 'loopback';
}
