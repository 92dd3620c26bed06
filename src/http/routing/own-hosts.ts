import type { Config } from '../../config/config.js';
import { isLoopback } from '../../config/loopback.js';

/**
 * The names under which a development service is addressed: loopback, HOST and PUBLIC_ORIGINS. A browser sends the Host
 * of a page whose name was rebound to this machine, and takes that page for the service's own.
 */
export class OwnHosts {
  private readonly names: ReadonlySet<string>;

  constructor({ localOrigin, publicOrigins }: Pick<Config, 'localOrigin' | 'publicOrigins'>) {
    this.names = new Set([localOrigin, ...publicOrigins].map((url) => new URL(url).hostname));
  }

  /** @param host the header Host */
  isOwn(host: string | undefined): boolean {
    if (host === undefined || !/^[^/?#@\\\s]+$/.test(host)) return false;
    const name = URL.parse(`http://${host}`)?.hostname;
    return name !== undefined && (isLoopback(name) || this.names.has(name));
  }
}

/** The sentence of the 403 for another Host. */
export const foreignHost =
  'Host names neither a loopback address nor one of PUBLIC_ORIGINS, and development secrets are accepted under those names only. Use http://localhost, or add the origin to PUBLIC_ORIGINS.';
