import type { FieldChange } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { ComparisonTable } from '../design/comparison-table.tsx';
import { t } from '../language/language.ts';
import { linesOfChange, type ValueLine } from './changed-value.ts';
import styles from './timeline.module.css';

export interface ChangedFieldsTableProps {
  readonly entry: { readonly Revision: number; readonly Changes: readonly FieldChange[] };
  readonly labelOf: (field: string) => string;
  /** Draws a value, such as a link instead of an id; of a list, one item. */
  readonly showValue: (field: string, value: unknown) => ComponentChildren;
}

/** The changed fields of an entry with their old and new values side by side. */
export function ChangedFieldsTable({ entry, labelOf, showValue }: ChangedFieldsTableProps) {
  const { history } = t();
  // A creation has no former values, whose empty column would only take room.
  const hasOld = entry.Changes.some(({ Old }) => Old !== null);
  const rows = entry.Changes.map((change) => {
    const { Field: field } = change;
    const lines = linesOfChange(change);
    const show = (value: unknown): ComponentChildren => showValue(field, value);
    const before = <Lines lines={lines.old} changedTag="del" show={show} />;
    const after = <Lines lines={lines.new} changedTag="ins" show={show} />;
    return { field, label: labelOf(field), values: hasOld ? [before, after] : [after] };
  });
  return (
    <ComparisonTable
      caption={history.changesOf(entry.Revision)}
      headings={hasOld ? [history.before, history.after] : [history.after]}
      rows={rows}
    />
  );
}

interface LinesProps {
  readonly lines: readonly ValueLine[];
  /** The element of a line that the other side lacks. */
  readonly changedTag: 'del' | 'ins';
  readonly show: (value: unknown) => ComponentChildren;
}

function Lines({ lines, changedTag: Changed, show }: LinesProps) {
  if (lines.length === 0) return <span class="quiet">{t().common.none}</span>;
  return (
    <>
      {lines.map(({ value, isKept }, index) => (
        <div key={index} class={styles.line} dir="auto">
          {isKept ? show(value) : <Changed>{show(value)}</Changed>}
        </div>
      ))}
    </>
  );
}
