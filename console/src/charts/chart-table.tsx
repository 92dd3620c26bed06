import { DataTable } from '../design/data-table.tsx';
import { number } from '../language/format.ts';
import { t } from '../language/language.ts';
import styles from './charts.module.css';

/** A row of the table of a chart. */
export interface ChartRow {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** The page with what is counted. */
  readonly href?: string;
}

interface ChartTableProps {
  readonly caption: string;
  readonly rows: readonly ChartRow[];
  readonly labelHeading: string;
  readonly valueHeading: string;
}

/** The numbers of a chart as a table, which a person opens. */
export function ChartTable({ caption, rows, labelHeading, valueHeading }: ChartTableProps) {
  return (
    <details class={styles.details}>
      <summary>{t().common.showTable}</summary>
      <div class={styles.table}>
        <DataTable
          caption={caption}
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            {
              key: 'label',
              heading: labelHeading,
              isRowHeading: true,
              cell: ({ label, href }) =>
                href === undefined ? (
                  <span dir="auto">{label}</span>
                ) : (
                  <a href={href} dir="auto">
                    {label}
                  </a>
                ),
            },
            { key: 'value', heading: valueHeading, isNumeric: true, cell: ({ value }) => number(value) },
          ]}
        />
      </div>
    </details>
  );
}
