import type { HistoryEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { ago, moment } from '../language/format.ts';
import { t } from '../language/language.ts';
import { authorOf } from './author.ts';
import { ChangedFieldsTable, type ChangedFieldsTableProps } from './changed-fields-table.tsx';
import styles from './timeline.module.css';

export interface TimelineProps extends Omit<ChangedFieldsTableProps, 'entry'> {
  /** The link of an entry, such as "as it was at this revision". */
  readonly linkOf?: (entry: HistoryEntry) => ComponentChildren;
}

/** The history of an organisation or a flag: who changed which field, when, from which value to which. */
export function Timeline({
  entries,
  linkOf,
  ...table
}: TimelineProps & { readonly entries: readonly HistoryEntry[] }) {
  const { history } = t();
  return (
    <ol class={styles.timeline} role="list">
      {entries.map((entry) => (
        <li key={entry.Revision} class={styles.entry}>
          <h3>
            {history.revision(entry.Revision)} · {history.operations[entry.Operation]}
          </h3>
          <p class="quiet">
            <time dateTime={entry.At} title={ago(entry.At)}>
              {moment(entry.At)}
            </time>{' '}
            · <bdi>{authorOf(entry)}</bdi>
            {linkOf !== undefined && <> · {linkOf(entry)}</>}
          </p>
          {entry.Changes.length > 0 && <ChangedFieldsTable entry={entry} {...table} />}
        </li>
      ))}
    </ol>
  );
}
