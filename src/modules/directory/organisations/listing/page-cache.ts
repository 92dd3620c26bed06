import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import type { RenderedJson } from '../../../../http/responses/rendered-json.js';
import { ConsistentReads } from '../consistent-reads.js';
import { DirectoryVersion } from './directory-version.js';

/** A page, and the version of the directory that it shows. */
export interface VersionedPage {
  readonly version: string;
  readonly page: RenderedJson;
}

/** Bytes of an entry besides its body and key. */
const entryOverhead = 500;
/** Size of the compressed body, as a share of the body. */
const compressedShare = 0.25;

/**
 * LRU cache of whole pages, each valid for one version of the directory. Every request reads the version from the
 * database, so no page is older than the last change that any instance acknowledged. PAGE_CACHE_MB bounds it; 0 turns it off.
 */
@Injectable()
export class PageCache {
  private readonly pages: LRUCache<string, VersionedPage> | null;
  /** Pages in the making, by key and required version. */
  private readonly inFlight = new Map<string, Promise<VersionedPage>>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly version: DirectoryVersion,
    private readonly reads: ConsistentReads,
  ) {
    const maxSize = config.pageCacheMb * 1_048_576;
    const sizeCalculation = ({ page }: VersionedPage, key: string): number =>
      Math.ceil(page.body.length * (1 + compressedShare)) + key.length + entryOverhead;
    this.pages = maxSize === 0 ? null : new LRUCache({ maxSize, sizeCalculation });
  }

  /**
   * The page as it is at a moment after this call: cached, shared with a request that is making it, or made now.
   * @param key names the page and the facts of the caller that decide it
   * @param make reads the page; is given the version that a replica must have reached, null for the primary
   * @throws DatabaseUnreachable, DatabaseTimeout, and the errors of `make`
   */
  async read(
    key: string,
    make: (requiredVersion: string | null) => Promise<VersionedPage>,
  ): Promise<RenderedJson> {
    if (this.pages === null) return (await make(await this.reads.requiredVersion())).page;
    const version = await this.version.current();
    const cached = this.pages.get(key);
    if (cached?.version === version) return cached.page;
    const flight = `${version}\n${key}`;
    const making = this.inFlight.get(flight) ?? this.begin(key, flight, () => make(version));
    return (await making).page;
  }

  private begin(key: string, flight: string, make: () => Promise<VersionedPage>): Promise<VersionedPage> {
    const making = make()
      .then((made) => {
        this.pages?.set(key, made);
        return made;
      })
      .finally(() => this.inFlight.delete(flight));
    this.inFlight.set(flight, making);
    return making;
  }
}
