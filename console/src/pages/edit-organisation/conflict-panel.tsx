import type { Flag, HistoryEntry } from 'organisations-directory-client';
import { useMemo } from 'preact/hooks';
import { Notice } from '../../design/notice.tsx';
import { ago } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { authorOf } from '../../organisations/author.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import { FieldValue, type FlagsById } from '../../organisations/field-value.tsx';
import styles from './conflict.module.css';
import { ConflictChoice } from './conflict-choice.tsx';
import { type Draft, undecided } from './drafts.ts';
import type { FieldValue as Value } from './form-values.ts';
import type { Comparison } from './merge.ts';

interface ConflictPanelProps {
  readonly draft: Draft;
  /** The newest change by somebody else; null if it is not known. */
  readonly change: HistoryEntry | null;
  readonly flags: readonly Flag[];
  readonly onChoose: (field: string, value: Value) => void;
}

/** Shows what two people changed at the same time: the state that the person began with, theirs and the person's own. */
export function ConflictPanel({ draft, change, flags, onChoose }: ConflictPanelProps) {
  const { edit } = t();
  const byId = useMemo(() => new Map(flags.map((flag) => [flag.Id, flag])), [flags]);
  if (draft.comparisons.length === 0) return null;
  const left = undecided(draft).length;
  return (
    <Notice
      tone="wait"
      title={change === null ? edit.conflictTitle : edit.conflictTitleBy(authorOf(change), ago(change.At))}
    >
      <p>{left > 0 ? edit.conflictText(left) : edit.mergedText}</p>
      <table class={styles.comparisons}>
        <caption class="visually-hidden">{edit.comparisons}</caption>
        <thead>
          <tr>
            <th scope="col">{t().organisation.field}</th>
            <th scope="col">{edit.base}</th>
            <th scope="col">{edit.theirs}</th>
            <th scope="col">{edit.mine}</th>
            <th scope="col">{edit.result}</th>
          </tr>
        </thead>
        <tbody>
          {draft.comparisons.map((comparison) => (
            <Row
              key={comparison.field}
              comparison={comparison}
              draft={draft}
              flags={byId}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </Notice>
  );
}

interface RowProps extends Pick<ConflictPanelProps, 'draft' | 'onChoose'> {
  readonly comparison: Comparison;
  readonly flags: FlagsById;
}

function Row({ comparison, draft, flags, onChoose }: RowProps) {
  const { edit } = t();
  const { field, base, theirs, mine, isConflict } = comparison;
  const result = draft.values[field] ?? '';
  return (
    <tr data-comparison={field}>
      <th scope="row">{fieldLabel(field)}</th>
      <td data-label={edit.base}>
        <FieldValue field={field} value={base} flags={flags} />
      </td>
      <td data-label={edit.theirs}>
        <FieldValue field={field} value={theirs} flags={flags} />
      </td>
      <td data-label={edit.mine}>
        <FieldValue field={field} value={mine} flags={flags} />
      </td>
      <td data-label={edit.result}>
        {isConflict ? (
          <ConflictChoice
            comparison={comparison}
            value={draft.decided.includes(field) ? result : null}
            onChoose={(value) => {
              onChoose(field, value);
            }}
          />
        ) : (
          <FieldValue field={field} value={result} flags={flags} />
        )}
      </td>
    </tr>
  );
}
