import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import type { RenderedPage } from '../../pagination/rendered-page.js';

/** A page, and the version of the directory that it shows. */
export interface VersionedPage {
  readonly version: string;
  readonly page: RenderedPage;
}

/** What an entry takes beside its body and key, in bytes; the compressed body, where it is asked for, is the larger part. */
const entryOverhead = 500;
const compressedShare = 0.25;

/**
 * Whole pages, each with the version of the directory that it shows. A page is given out for that version only, and the
 * version is asked of the database for each request, so a page is never older than the last change that was
 * acknowledged, by whichever instance. Bounded by PAGE_CACHE_MB; 0 keeps none.
 */
@Injectable()
export class PageCache {
  private readonly pages: LRUCache<string, VersionedPage> | null;
  /** Pages that are being made, by the version that they must have reached. */
  private readonly underWay = new Map<string, Promise<VersionedPage>>();

  constructor(@Inject(CONFIG) config: Config) {
    const maxSize = config.pageCacheMb * 1_048_576;
    const sizeCalculation = ({ page }: VersionedPage, key: string): number =>
      Math.ceil(page.body.length * (1 + compressedShare)) + key.length + entryOverhead;
    this.pages = maxSize === 0 ? null : new LRUCache({ maxSize, sizeCalculation });
  }

  get isOn(): boolean {
    return this.pages !== null;
  }

  /**
   * The page as it was at `version` or later: the one that is kept, the one that another request is having made, or a
   * new one. After a change all who wait for the same page wait for one.
   * @param version of some moment after the request came in
   * @param make finds the page anew; it begins after that moment
   */
  async page(key: string, version: string, make: () => Promise<VersionedPage>): Promise<RenderedPage> {
    const kept = this.pages?.get(key);
    if (kept?.version === version) return kept.page;
    const place = `${version}\n${key}`;
    const making = this.underWay.get(place) ?? this.begin(key, place, make);
    return (await making).page;
  }

  private begin(key: string, place: string, make: () => Promise<VersionedPage>): Promise<VersionedPage> {
    const making = make()
      .then((made) => {
        this.pages?.set(key, made);
        return made;
      })
      .finally(() => this.underWay.delete(place));
    this.underWay.set(place, making);
    return making;
  }
}
