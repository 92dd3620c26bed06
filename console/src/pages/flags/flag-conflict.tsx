import type { Flag } from 'organisations-directory-client';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { hasTyped } from '../../forms/typed-text.ts';
import styles from '../../forms/form.module.css';
import type { TextForm } from '../../forms/use-text-form.ts';
import { t } from '../../language/language.ts';
import { fieldLabel, shownValue } from './flag-labels.ts';
import { type FlagField, flagFields, valuesOf } from './flag-values.ts';

interface FlagConflictProps {
  readonly form: TextForm<FlagField>;
  /** The flag as it is now. */
  readonly flag: Flag;
  readonly etag: string;
  /** Called when the person has decided between the two. */
  readonly onResolved: () => void;
}

/** Says that somebody else has changed the flag since the person began to type, and shows both values of each field. */
export function FlagConflict({ form, flag, etag, onResolved }: FlagConflictProps) {
  const { flags } = t();
  if (!hasTyped(form.draft) || form.draft.etag === etag) return null;
  const theirs = valuesOf(flag);
  const differing = flagFields.filter((field) => form.values[field] !== theirs[field]);
  return (
    <Notice tone="wait" title={flags.conflictTitle} isAlert>
      <p>{flags.conflictText}</p>
      <ul>
        {differing.map((field) => (
          <li key={field}>
            {fieldLabel(field)}: {flags.theirsAndMine(quoted(field, theirs), quoted(field, form.values))}
          </li>
        ))}
      </ul>
      <div class={styles.buttons}>
        <Button
          onClick={() => {
            form.rebase(etag);
            onResolved();
          }}
        >
          {flags.keepMine}
        </Button>
        <Button
          onClick={() => {
            form.forget();
            onResolved();
          }}
        >
          {flags.takeTheirs}
        </Button>
      </div>
    </Notice>
  );
}

function quoted(field: FlagField, values: Readonly<Record<FlagField, string>>): string {
  const shown = shownValue(field, values[field]);
  return shown === '' ? t().common.none : shown;
}
