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

/** Returns the origin at which this machine reaches a service; a wildcard address is reached over loopback. */
export function localOrigin(scheme: string, host: string, port: number): string {
  if (['0.0.0.0', '::', ''].includes(host)) return `${scheme}://localhost:${port}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
