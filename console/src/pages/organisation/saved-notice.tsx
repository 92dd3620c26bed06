import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { saved } from '../../organisations/saved.ts';
import styles from './organisation.module.css';

/** Confirms a save that led to this page, with the Warnings of its answer. */
export function SavedNotice({ organisationId }: { readonly organisationId: string }) {
  const [last] = useState(() => (saved.value?.organisationId === organisationId ? saved.value : null));
  useEffect(() => {
    // The next visit has nothing to confirm.
    saved.value = null;
  }, []);
  if (last === null) return null;
  const { organisation } = t();
  const hasWarnings = last.warnings.length > 0;
  return (
    <Notice
      tone={hasWarnings ? 'wait' : 'good'}
      title={last.isNew ? organisation.createdTitle : organisation.savedTitle}
      isAlert
    >
      {hasWarnings && (
        <>
          <p>{organisation.savedWarnings}</p>
          <ul class={styles.list}>
            {last.warnings.map((warning) => (
              <li key={warning} dir="auto">
                {warning}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
