import { CopyButton } from '../../design/copy-button.tsx';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import type { Faults } from './field-checks.ts';
import { focusField } from './focus-field.ts';
import styles from './form.module.css';

interface ErrorSummaryProps {
  readonly faults: Faults;
  /** Of the request that the directory refused; null if the browser found the faults. */
  readonly interactionId: string | null;
}

/** All faults of a form in one place; each leads to its field. */
export function ErrorSummary({ faults, interactionId }: ErrorSummaryProps) {
  const entries = Object.entries(faults);
  return (
    <Notice tone="bad" title={t().edit.faults(entries.length)}>
      <ul class={styles.list}>
        {entries.map(([field, sentences]) => (
          <li key={field}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                // With a `<base>`, a link to a fragment would leave the page.
                event.preventDefault();
                focusField(field);
              }}
            >
              {fieldLabel(field)}: {sentences.join(' ')}
            </a>
          </li>
        ))}
      </ul>
      {interactionId !== null && (
        <p class="quiet">
          {t().common.interactionId}: <code>{interactionId}</code> <CopyButton text={interactionId} />
        </p>
      )}
    </Notice>
  );
}
