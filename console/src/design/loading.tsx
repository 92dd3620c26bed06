import { t } from '../language/language.ts';
import styles from './page.module.css';

/** Stands where a value is about to appear. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div class={styles.loading} role="status" aria-label={t().common.loading} data-loading>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
