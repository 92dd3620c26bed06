import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import styles from './page.module.css';

interface SectionProps {
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A part of a page on paper of its own. */
export function Section({ title, children }: SectionProps) {
  const id = useId();
  if (title === undefined) return <div class={styles.section}>{children}</div>;
  return (
    <section class={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
