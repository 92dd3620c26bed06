import type { ChangeEntry } from 'organisations-directory-client';
import { Badge } from '../design/badge.tsx';
import { authorOf } from '../history/author.ts';
import { ago, moment } from '../language/format.ts';
import { t } from '../language/language.ts';
import styles from './changes.module.css';
import { fieldLabel } from './field-labels.ts';
import { OwnerLink } from './owner-link.tsx';

/** Fields that a line names; the others are counted. */
const maxFields = 3;

interface ChangeLineProps {
  readonly entry: ChangeEntry;
  /** False if the fields stand below the line. */
  readonly namesFields?: boolean;
}

/** A change in one line: what, of which organisation or flag, which fields, by whom, when. */
export function ChangeLine({ entry, namesFields = true }: ChangeLineProps) {
  const { history } = t();
  const { Operation, At } = entry;
  return (
    <div class={styles.line}>
      <Badge tone="info">{history.operations[Operation]}</Badge>
      <span class={styles.owner}>
        <OwnerLink entry={entry} />
      </span>
      {namesFields && <span class={styles.fields}>{fieldsText(entry)}</span>}
      <span class={styles.by}>
        <bdi>{authorOf(entry)}</bdi>
        {' · '}
        <time dateTime={At} title={ago(At)}>
          {moment(At)}
        </time>
      </span>
    </div>
  );
}

function fieldsText(entry: ChangeEntry): string {
  const { Changes } = entry;
  if (Changes.length > maxFields) return t().changes.fieldCount(Changes.length);
  return Changes.map(({ Field }) => fieldLabel(entry, Field)).join(', ');
}
