import type { Flag, HistoryEntry } from 'organisations-directory-client';
import { useMemo } from 'preact/hooks';
import { ComparisonTable } from '../../design/comparison-table.tsx';
import { Notice } from '../../design/notice.tsx';
import { authorOf } from '../../history/author.ts';
import { ago } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import { FieldValue, type FlagsById } from '../../organisations/field-value.tsx';
import { ConflictChoice } from './conflict-choice.tsx';
import { type Draft, undecided } from './organisation-draft.ts';
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
      <ComparisonTable
        caption={edit.comparisons}
        headings={[edit.base, edit.theirs, edit.mine, edit.result]}
        rows={draft.comparisons.map((comparison) => {
          const { field, base, theirs, mine } = comparison;
          const shown = [base, theirs, mine].map((value) => (
            <FieldValue field={field} value={value} flags={byId} />
          ));
          const result = <Result comparison={comparison} draft={draft} flags={byId} onChoose={onChoose} />;
          return { field, label: fieldLabel(field), values: [...shown, result] };
        })}
      />
    </Notice>
  );
}

interface ResultProps extends Pick<ConflictPanelProps, 'draft' | 'onChoose'> {
  readonly comparison: Comparison;
  readonly flags: FlagsById;
}

/** The value to be saved, or the choice between two. */
function Result({ comparison, draft, flags, onChoose }: ResultProps) {
  const { field, isConflict } = comparison;
  const result = draft.values[field] ?? '';
  if (!isConflict) return <FieldValue field={field} value={result} flags={flags} />;
  return (
    <ConflictChoice
      comparison={comparison}
      value={draft.decided.includes(field) ? result : null}
      onChoose={(value) => {
        onChoose(field, value);
      }}
    />
  );
}
