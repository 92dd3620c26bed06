import type { Slice } from './page.js';
import type { SortStep } from './sort.js';

/** The parts of a list's statement, in SQL; `limit` and `offset` are placeholders. */
export interface PageParts {
  readonly columns: string;
  readonly from: string;
  readonly where: string;
  /** A full order: the last term tells any two rows apart. */
  readonly orderBy: string;
  readonly limit: string;
  readonly offset: string;
}

/** What the statement adds to each row; a page without rows is one row without a position. */
export interface PageRow {
  readonly totalSize: string;
  readonly position: string | null;
}

/** One page and the exact total, both from one snapshot since they come from one statement. */
export function pageStatement({ columns, from, where, orderBy, limit, offset }: PageParts): string {
  return `SELECT total.total_size AS "totalSize", page.*
    FROM (SELECT count(*) AS total_size FROM ${from} WHERE ${where}) total
    LEFT JOIN LATERAL (
      SELECT ${columns}, row_number() OVER (ORDER BY ${orderBy}) AS position
      FROM ${from} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit} OFFSET ${offset}
    ) page ON true
    ORDER BY page.position`;
}

/** The rows of a page, and the total that came with them. */
export function toSlice<Row extends PageRow>(rows: readonly Row[]): Slice<Row> {
  return {
    rows: rows.filter((row) => row.position !== null),
    totalSize: Number(rows[0]?.totalSize ?? 0),
  };
}

/** Text follows Unicode order without regard to case; what has no value comes last in both directions. */
export function orderTerm(column: string, { field, direction }: SortStep<string>): string {
  const collation = field.isText ? ' COLLATE directory.text_order' : '';
  return `${column}${collation} ${direction} NULLS LAST`;
}
