import type { Transport } from '../http/transport.js';
import { type CallOptions, initOf } from '../resources/calls.js';
import type { ChangesPage } from './change-entry.js';

export interface ChangesQuery {
  /** The place after the last entry that you have; 0, the default, is the beginning. */
  readonly after?: string | number;
  /** Maximum number of entries: 1 to 1,000, default 100. */
  readonly limit?: number;
  /** Seconds, up to 30, for which an empty page is held back until there is a change. */
  readonly wait?: number;
}

/** Reads single pages of the feed. */
export class ChangesReader {
  constructor(
    private readonly transport: Transport,
    readonly url: URL,
  ) {}

  async page(query: ChangesQuery, options: CallOptions = {}): Promise<ChangesPage> {
    const response = await this.send('GET', query, options);
    return (await response.json()) as ChangesPage;
  }

  async newest(options: CallOptions = {}): Promise<string> {
    const { headers } = await this.send('HEAD', {}, options);
    const place = headers.get('x-directory-position');
    if (place === null) throw new Error('The answer has no X-Directory-Position.');
    return place;
  }

  private send(method: string, query: ChangesQuery, options: CallOptions): Promise<Response> {
    const url = new URL(this.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const { headers, signal } = initOf(options);
    return this.transport.send({
      method,
      url,
      headers: new Headers({ accept: 'application/json', ...headers }),
      // A follower asks for each place once, so its pages would only fill the cache.
      skipsCache: true,
      ...(signal === null ? {} : { signal }),
    });
  }
}
