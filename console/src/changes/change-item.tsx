import type { ChangeEntry } from 'organisations-directory-client';
import { useMemo } from 'preact/hooks';
import { t } from '../language/language.ts';
import { locale } from '../language/locale.ts';
import { ChangedFields } from './changed-fields.tsx';
import { ChangeLine } from './change-line.tsx';
import styles from './changes.module.css';

/** A change with its place in the log, its old and its new values. */
export function ChangeItem({ entry }: { readonly entry: ChangeEntry }) {
  // An entry never changes, so a list of a thousand draws only its new ones.
  return useMemo(
    () => (
      <article class={styles.item} aria-label={t().changes.position(entry.Position)}>
        <ChangeLine entry={entry} namesFields={false} />
        <ChangedFields entry={entry} />
        <p class={styles.place}>
          {t().changes.position(entry.Position)} · {t().history.revision(entry.Revision)}
        </p>
      </article>
    ),
    [entry, locale.value],
  );
}
