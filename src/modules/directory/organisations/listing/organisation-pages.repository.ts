import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';
import type { ReadSource } from '../../../../database/queryable.js';
import { Parameters } from '../parameters.js';
import { defaultOrderPlan } from './default-order-plan.js';
import { offsetOf, type Outlook, type PagePlan, type PageQuestion } from './page-plan.js';
import { pageStatement } from './page-statement.js';
import { plainPlan } from './plain-plan.js';
import { isSearch, searchPlan } from './search-plan.js';
import { SearchTotals } from './search-totals.js';
import { sortedPlan } from './sorted-plan.js';
import { isTallied, talliedTotal } from './tally-total.js';
import { directoryVersion, flagsVersionIn } from './version-text.js';

/** An organisation at one revision. */
export interface RevisionKey {
  readonly organisationId: string;
  readonly revision: number;
}

/** A page before it is filled in, from one snapshot. */
export interface FoundPage {
  readonly keys: readonly RevisionKey[];
  /** Exact. */
  readonly totalSize: number;
  /** The directory's version: the same text for the same content, another after any change. */
  readonly version: string;
  /** The part of it that changes with the flags themselves. */
  readonly flagsVersion: string;
}

interface Row {
  readonly totalSize: string;
  readonly version: string;
  readonly keys: readonly [string, number][] | null;
}

/** Pages further on than this are worth a look at the size of the directory. */
const nearOffset = 2_000;

/** The only SQL that finds the pages of `GET /organisations`. */
@Injectable()
export class OrganisationPagesRepository {
  private readonly searchTotals = new SearchTotals();

  constructor(private readonly database: Database) {}

  /** The directory's version as it is now. */
  async version(): Promise<string> {
    const [row] = await this.database.prepared<{ version: string }>(`SELECT ${directoryVersion} AS version`);
    return row?.version ?? '';
  }

  /** Which organisations are on a page, at which revisions, and how many there are on all pages. */
  async find(question: PageQuestion, source: ReadSource): Promise<FoundPage> {
    const parameters = new Parameters();
    const plan = await this.plan(question, parameters);
    const sql = pageStatement(plan);
    // What has no values is one of few texts, and asked for again and again.
    const found =
      plan.isOnePlan === true || parameters.values.length === 0
        ? await source.prepared<Row>(sql, parameters.values)
        : await source.query<Row>(sql, parameters.values);
    const page = toFoundPage(found[0]);
    if (isSearch(question))
      this.searchTotals.keep(question, { version: page.version, total: page.totalSize });
    return page;
  }

  private async plan(question: PageQuestion, parameters: Parameters): Promise<PagePlan> {
    return (
      defaultOrderPlan(question, parameters) ??
      searchPlan(question, parameters, this.searchTotals.find(question)) ??
      sortedPlan(question, parameters, await this.outlook(question)) ??
      plainPlan(question, parameters)
    );
  }

  private async outlook(question: PageQuestion): Promise<Outlook> {
    if (!isTallied(question) || offsetOf(question) <= nearOffset) return { organisations: Infinity };
    const [row] = await this.database.prepared<{ total: string }>(
      `SELECT ${talliedTotal(question)} AS total`,
    );
    return { organisations: Number(row?.total ?? 0) };
  }
}

function toFoundPage(row: Row | undefined): FoundPage {
  const keys = (row?.keys ?? []).map(([organisationId, revision]) => ({ organisationId, revision }));
  const text = row?.version ?? '';
  return {
    keys,
    totalSize: Number(row?.totalSize ?? 0),
    version: text,
    flagsVersion: flagsVersionIn(text),
  };
}
