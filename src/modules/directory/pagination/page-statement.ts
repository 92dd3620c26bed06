import type { Slice } from './page.js';
import type { SortStep } from './sort.js';

/** The parts of a list's statement, in SQL. `limit` and `offset` are placeholders. */
export interface PageParts {
  readonly columns: string;
  readonly from: string;
  readonly where: string;
  /** A total order: the last term is unique. */
  readonly orderBy: string;
  readonly limit: string;
  readonly offset: string;
}

/** Columns that the statement adds to each row. An empty page is one row whose position is null. */
export interface PageRow {
  readonly totalSize: string;
  readonly position: string | null;
}

/** A statement that reads one page and the exact total from one snapshot. */
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

/**
 * The ORDER BY terms of a list. Text follows Unicode order without regard to case. PostgreSQL's default puts nulls last
 * for ASC and first for DESC, and the tie-break follows the last step, so `desc` is exactly the reverse of `asc`.
 * @param alias of the rows
 * @param tieBreaker a unique column
 * @param isReversed for the same order from its end
 */
export function orderBy<Property extends string>(
  steps: readonly SortStep<Property>[],
  alias: string,
  tieBreaker: string,
  isReversed = false,
): string {
  const directionOf = (step?: SortStep<Property>): string =>
    ((step?.direction ?? 'ASC') === 'ASC') === isReversed ? 'DESC' : 'ASC';
  const terms = steps.map((step) => {
    const collation = step.field.isText ? ' COLLATE directory.text_order' : '';
    return `${alias}.${step.field.column}${collation} ${directionOf(step)}`;
  });
  return [...terms, `${alias}.${tieBreaker} ${directionOf(steps.at(-1))}`].join(', ');
}
