import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { maxSnapshots } from '../../../../database/connection-pool.js';
import type { Snapshot } from '../../../../database/queryable.js';
import { readAhead } from '../../../../database/read-ahead.js';
import { weakEntityTagOf } from '../../../../http/caching/entity-tag.js';
import { Overloaded } from '../../../../http/errors/problem.js';
import { begun } from '../../../../http/responses/streamed-text.js';
import { toEnvelope } from '../../pagination/page.js';
import { pageLinks } from '../../pagination/page-links.js';
import { maxPageSize } from '../../pagination/page-query.dto.js';
import { toOrderBy } from '../../pagination/sort.js';
import { pageText, type StreamedPage } from '../../pagination/streamed-page.js';
import { ConsistentReads } from '../consistent-reads.js';
import { toOrganisationResponse } from '../organisation.mapper.js';
import { LargePagesRepository } from './large-pages.repository.js';
import type { ListRequest } from './page-plan.js';

const retryAfterSeconds = 5;

/** A request for a large page. */
export interface LargePageRequest extends ListRequest {
  /** The request target, for the page's links. */
  readonly target: string;
  /** Distinguishes what callers see at this target. */
  readonly key: string;
}

/** Streams pages of more than 1,000 organisations from one snapshot, in constant memory, a few at a time. */
@Injectable()
export class LargePages {
  private readonly max: number;
  private openPages = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly reads: ConsistentReads,
    private readonly pages: LargePagesRepository,
  ) {
    this.max = maxSnapshots(config.databasePoolSize);
  }

  /**
   * Opens a page. Its first part is read before this returns, unless nothing of it is read at all.
   * @param isRead whether a page with this tag is read
   * @throws Overloaded above the max number of open pages, DatabaseUnreachable, DatabaseTimeout
   */
  async open(request: LargePageRequest, isRead: (entityTag: string) => boolean): Promise<StreamedPage> {
    if (this.openPages >= this.max) throw tooMany(this.max);
    this.openPages += 1;
    let isOpen = true;
    const leave = (): void => {
      if (isOpen) this.openPages -= 1;
      isOpen = false;
    };
    try {
      return await this.reads.openSnapshot('page', async (snapshot, version) => {
        const page = await this.openOn(snapshot, version, request, isRead);
        return { ...page, close: () => snapshot.close().finally(leave) };
      });
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async openOn(
    snapshot: Snapshot,
    version: string,
    request: LargePageRequest,
    isRead: (entityTag: string) => boolean,
  ): Promise<Omit<StreamedPage, 'close'>> {
    const { target, key, order, page } = request;
    const opened = await this.pages.open(snapshot, request);
    const orderBy = toOrderBy(order);
    const rows = toJson(this.pages.batches(snapshot, opened, request.visibility.flagClearance));
    const text = pageText(rows, opened.totalSize, page, orderBy);
    const entityTag = weakEntityTagOf(`${version} ${key}`);
    return {
      entityTag,
      link: pageLinks(target, toEnvelope(0, opened.totalSize, page, orderBy)),
      chunks: isRead(entityTag) ? await begun(text) : text,
    };
  }
}

/** Yields the organisations as JSON, some at a time. */
async function* toJson(batches: ReturnType<LargePagesRepository['batches']>): AsyncGenerator<string[]> {
  for await (const organisations of readAhead(batches))
    yield organisations.map((organisation) => JSON.stringify(toOrganisationResponse(organisation)));
}

function tooMany(max: number): Overloaded {
  return new Overloaded(retryAfterSeconds, {
    sentence: `Pages of more than ${maxPageSize} organisations are read ${max} at a time, and all places are taken. Try again in ${retryAfterSeconds} seconds, or ask for pages of at most ${maxPageSize}.`,
  });
}
