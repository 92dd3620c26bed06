import type { HistoryEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { Badge } from '../design/badge.tsx';
import { ago, moment } from '../language/format.ts';
import { t } from '../language/language.ts';
import { FieldChangeView } from './field-change-view.tsx';
import styles from './timeline.module.css';

interface TimelineProps {
  readonly entries: readonly HistoryEntry[];
  /** Labels of fields by their name on the wire. */
  readonly labels: Readonly<Record<string, string>>;
  /** Draws one line of a value; default: the text as it is. A list has a line for each item. */
  readonly showLine?: (field: string, text: string) => ComponentChildren;
  /** Links and buttons of an entry, such as "as it was at this revision". */
  readonly actionsOf?: (entry: HistoryEntry) => ComponentChildren;
}

const asItIs = (_field: string, text: string): ComponentChildren => text;

/** The history of an organisation or a flag: who changed which field, when, from which value to which. */
export function Timeline({ entries, labels, showLine = asItIs, actionsOf }: TimelineProps) {
  return (
    <ol class={styles.timeline} role="list">
      {entries.map((entry) => (
        <li key={entry.Revision} class={styles.entry}>
          <EntryHeading entry={entry} />
          {entry.Changes.length > 0 && (
            <dl class={styles.changes}>
              {entry.Changes.map((change) => (
                <FieldChangeView
                  key={change.Field}
                  change={change}
                  label={labels[change.Field] ?? change.Field}
                  showLine={showLine}
                />
              ))}
            </dl>
          )}
          {actionsOf !== undefined && <div class={styles.actions}>{actionsOf(entry)}</div>}
        </li>
      ))}
    </ol>
  );
}

function EntryHeading({ entry }: { readonly entry: HistoryEntry }) {
  const { history } = t();
  const { By } = entry;
  return (
    <div class={styles.heading}>
      <h3>{history.revision(entry.Revision)}</h3>
      <Badge tone="info">{history.operations[entry.Operation]}</Badge>
      <p>
        <time dateTime={entry.At} title={ago(entry.At)}>
          {moment(entry.At)}
        </time>{' '}
        · <span dir="auto">{By.UserEmail ?? history.client(By.ClientId)}</span>
      </p>
    </div>
  );
}
