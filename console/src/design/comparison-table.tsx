import type { ComponentChildren } from 'preact';
import { t } from '../language/language.ts';
import styles from './comparison-table.module.css';

/** A field with its values, one for each heading. */
interface ComparedField {
  readonly field: string;
  readonly label: string;
  readonly values: readonly ComponentChildren[];
}

interface ComparisonTableProps {
  /** Read out before the table. */
  readonly caption: string;
  /** Headings of the columns of values. */
  readonly headings: readonly string[];
  readonly rows: readonly ComparedField[];
}

/** Values of fields side by side; below each other, with the heading before each, if there is no room. */
export function ComparisonTable({ caption, headings, rows }: ComparisonTableProps) {
  // The roles name what the elements are already: a browser drops them where the stylesheet makes a row a block.
  return (
    <div class={styles.frame}>
      <table class={styles.table} role="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {[t().common.field, ...headings].map((heading) => (
              <th key={heading} scope="col" role="columnheader">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ field, label, values }) => (
            <tr key={field} role="row" data-comparison={field}>
              <th scope="row" role="rowheader">
                {label}
              </th>
              {values.map((value, index) => (
                <td key={index} role="cell" data-label={headings[index]}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
