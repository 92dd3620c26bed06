import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ListPage } from './list-page.js';
import type { OrganisationSummary } from './organisation.fields.js';

/** A list or a page of it, with the number of all organisations. */
interface SummaryList {
  readonly rows: readonly OrganisationSummary[];
  readonly total: number;
}

/** A row of a list. The domains are one text with a line each, because the driver parses arrays slowly. */
type SummaryRow = Omit<OrganisationSummary, 'domains'> & { readonly domains: string | null };

/** An empty page is one row with the total only. */
type ListedRow = { readonly total: number } & (SummaryRow | { readonly id: null });

/**
 * The summaries of the organisations of `page`. Domains and services are grouped once for all of them.
 * @param isWhole true if `page` has every organisation: the groups then need no filter
 */
function summaries(isWhole: boolean): string {
  const isListed = (column: string): string => (isWhole ? 'true' : `${column} IN (SELECT id FROM page)`);
  return `
    SELECT page.id, page.name, page.active, page.organisation_type AS "organisationType", page.position,
      owned.domains, coalesce(live.services, 0) AS "countOfLiveServices"
    FROM page
    LEFT JOIN (
      SELECT d.organisation_id, string_agg(d.domain, E'\\n' ORDER BY d.position) AS domains
      FROM notify.organisation_domain d WHERE ${isListed('d.organisation_id')} GROUP BY d.organisation_id
    ) owned ON owned.organisation_id = page.id
    LEFT JOIN (
      SELECT s.organisation_id, count(*)::integer AS services
      FROM notify.service s WHERE s.active AND NOT s.restricted AND ${isListed('s.organisation_id')}
      GROUP BY s.organisation_id
    ) live ON live.organisation_id = page.id`;
}

const columns = 'o.id, o.name, o.active, o.organisation_type';
const byName = 'o.name COLLATE notify.text_order';

/** The only SQL on lists of organisations: one statement a list, independent of its length. */
@Injectable()
export class OrganisationListsRepository {
  constructor(private readonly database: Database) {}

  /** Active organisations first, then by name; all of them if `page` is null. */
  async list(page: ListPage | null): Promise<SummaryList> {
    const order = `o.active DESC, ${byName}`;
    const rows = await this.database.query<ListedRow>(
      `WITH page AS (
         SELECT ${columns}, row_number() OVER (ORDER BY ${order}) AS position
         FROM notify.organisation o ORDER BY ${order} LIMIT $1 OFFSET $2
       )
       SELECT counted.total, listed.* FROM (SELECT count(*)::integer AS total FROM notify.organisation) counted
       LEFT JOIN (${summaries(page === null)}) listed ON true ORDER BY listed.position`,
      page === null ? [null, 0] : [page.size, (page.number - 1) * page.size],
    );
    return { rows: rows.filter((row) => row.id !== null).map(toSummary), total: rows[0]?.total ?? 0 };
  }

  /** The organisations whose name contains `text`, ignoring case, by name. */
  async search(text: string): Promise<OrganisationSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `WITH page AS (
         SELECT ${columns}, row_number() OVER (ORDER BY ${byName}) AS position
         FROM notify.organisation o WHERE strpos(lower(o.name), lower($1)) > 0
       )
       ${summaries(false)} ORDER BY page.position`,
      [text],
    );
    return rows.map(toSummary);
  }
}

function toSummary(row: SummaryRow): OrganisationSummary {
  return { ...row, domains: row.domains?.split('\n') ?? [] };
}
