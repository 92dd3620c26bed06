import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import type { Faults } from './field-checks.ts';
import { focusField } from './focus-field.ts';
import styles from './form.module.css';

/** All faults of a form in one place; each leads to its field. */
export function ErrorSummary({ faults }: { readonly faults: Faults }) {
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
    </Notice>
  );
}
