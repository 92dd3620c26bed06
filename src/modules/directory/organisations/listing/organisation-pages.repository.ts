import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';
import type { Queryable, ReadSource } from '../../../../database/queryable.js';
import { Parameters } from '../parameters.js';
import { bucketTotal, isCountedByBuckets } from './count-buckets.js';
import { defaultOrderPlan } from './default-order-plan.js';
import { type ListRequest, offsetOf, type PagePlan, pageStatement, type TableEstimate } from './page-plan.js';
import { plainPlan } from './plain-plan.js';
import { isSearch, searchPlan } from './search-plan.js';
import { SearchTotals } from './search-totals.js';
import { sortedPlan } from './sorted-plan.js';
import { directoryVersion, flagsVersionIn } from './version-text.js';

/** An organisation with one version of its row. */
export interface VersionKey {
  readonly organisationId: string;
  readonly rowVersion: string;
}

/** The keys of a page before rendering, from one snapshot. */
export interface FoundPage {
  readonly keys: readonly VersionKey[];
  /** Exact. */
  readonly totalSize: number;
  /** The directory's version, see version-text.ts. */
  readonly version: string;
  /** The part of the version that changes with the flags themselves. */
  readonly flagsVersion: string;
}

interface Row {
  readonly totalSize: string;
  readonly version: string;
  readonly keys: readonly [string, string][] | null;
}

/** Max offset of a page that is read from the first row without looking which end is nearer. */
const nearOffset = 2_000;

/** The only SQL that finds the pages of `GET /organisations`. */
@Injectable()
export class OrganisationPagesRepository {
  private readonly searchTotals = new SearchTotals();

  constructor(private readonly database: Database) {}

  /** The directory's current version, or the one that a snapshot sees. */
  async version(snapshot?: Queryable): Promise<string> {
    const sql = `SELECT ${directoryVersion} AS version`;
    const [row] = await (snapshot === undefined
      ? this.database.prepared<{ version: string }>(sql)
      : snapshot.query<{ version: string }>(sql));
    return row?.version ?? '';
  }

  /** The ids and row versions of a page, and the number of rows on all pages. */
  async find(request: ListRequest, source: ReadSource): Promise<FoundPage> {
    const parameters = new Parameters();
    const plan = await this.plan(request, parameters);
    const sql = pageStatement(plan);
    // Statements without values have few different texts, each of them frequent.
    const found =
      plan.hasGenericPlan === true || parameters.values.length === 0
        ? await source.prepared<Row>(sql, parameters.values)
        : await source.query<Row>(sql, parameters.values);
    const page = toFoundPage(found[0]);
    if (isSearch(request)) this.searchTotals.keep(request, { version: page.version, total: page.totalSize });
    return page;
  }

  /** The cheapest plan of a request; its values go into `parameters`. */
  async plan(request: ListRequest, parameters: Parameters): Promise<PagePlan> {
    return (
      defaultOrderPlan(request, parameters) ??
      searchPlan(request, parameters, this.searchTotals.find(request)) ??
      sortedPlan(request, parameters, await this.estimate(request)) ??
      plainPlan(request, parameters)
    );
  }

  private async estimate(request: ListRequest): Promise<TableEstimate> {
    if (!isCountedByBuckets(request) || offsetOf(request) <= nearOffset) return { organisations: Infinity };
    const [row] = await this.database.prepared<{ total: string }>(`SELECT ${bucketTotal(request)} AS total`);
    return { organisations: Number(row?.total ?? 0) };
  }
}

function toFoundPage(row: Row | undefined): FoundPage {
  const keys = (row?.keys ?? []).map(([organisationId, rowVersion]) => ({ organisationId, rowVersion }));
  const version = row?.version ?? '';
  return {
    keys,
    totalSize: Number(row?.totalSize ?? 0),
    version,
    flagsVersion: flagsVersionIn(version),
  };
}
