import type { ComponentChildren } from 'preact';
import styles from './page.module.css';

/** Stands where a list would be that has nothing to show, and says what to do. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.empty}>{children}</div>;
}
