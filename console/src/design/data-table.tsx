import type { ComponentChildren } from 'preact';
import styles from './data-table.module.css';

/** A column: its heading, and its cell for a row. */
export interface Column<Row> {
  readonly key: string;
  readonly heading: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumeric?: boolean;
  /** True for the column that names the row. */
  readonly isRowHeading?: boolean;
  readonly isSortable?: boolean;
}

interface DataTableProps<Row> {
  /** Read out before the table; the page shows it elsewhere. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The column in whose order the rows are. */
  readonly sort?: { readonly key: string; readonly isDescending: boolean } | null;
  readonly onSort?: (key: string) => void;
  /** On a narrow page each row becomes a card with the heading beside each value; the page then offers the order elsewhere. */
  readonly hasCards?: boolean;
}

export function DataTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  sort = null,
  onSort,
  hasCards = false,
}: DataTableProps<Row>) {
  const frame = hasCards ? `${styles.frame} ${styles.cards}` : styles.frame;
  // The roles name what the elements are already: a browser drops them where the stylesheet makes a row a card.
  return (
    <div class={frame} role="region" aria-label={caption} tabIndex={0}>
      <table class={styles.table} role="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sort: { readonly key: string; readonly isDescending: boolean } | null;
  readonly onSort: ((key: string) => void) | undefined;
}

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const { key, heading, isNumeric = false, isSortable = false } = column;
  const className = isNumeric ? styles.numeric : undefined;
  if (!isSortable || onSort === undefined) {
    return (
      <th scope="col" role="columnheader" class={className}>
        {heading}
      </th>
    );
  }
  const order = sort?.key !== key ? 'none' : sort.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" role="columnheader" class={className} aria-sort={order}>
      <button
        type="button"
        class={styles.sort}
        onClick={() => {
          onSort(key);
        }}
      >
        {heading}
        <span aria-hidden="true">{arrows[order]}</span>
      </button>
    </th>
  );
}

const arrows = { none: '↕', ascending: '↑', descending: '↓' };

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const className = column.isNumeric === true ? styles.numeric : undefined;
  if (column.isRowHeading === true) {
    return (
      <th scope="row" role="rowheader" class={className}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td role="cell" class={className} data-heading={column.heading}>
      {column.cell(row)}
    </td>
  );
}
