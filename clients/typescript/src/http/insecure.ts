const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Checks that a URL is https, or http to this machine.
 * @param allowsHttp also accepts http to any host, such as inside of a cluster
 * @throws Error for any other URL, so that no token or secret travels in the clear
 */
export function checkProtocol(url: URL, allowsHttp: boolean): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && (allowsHttp || loopback.has(url.hostname))) return;
  throw new Error(`${url.origin} is not https. Use https, or set allowHttp for a network that you trust.`);
}
