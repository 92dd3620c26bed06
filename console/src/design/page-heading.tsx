import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { settings } from '../settings.ts';
import styles from './page.module.css';

interface PageHeadingProps {
  readonly title: string;
  readonly summary?: ComponentChildren;
  /** Buttons and links on the right. */
  readonly actions?: ComponentChildren;
}

/** The heading of a page: sets the title of the window, and takes the focus when the page appears. */
export function PageHeading({ title, summary, actions }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${settings.title}`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class={styles.heading}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {summary !== undefined && <div class={styles.summary}>{summary}</div>}
      </div>
      {actions !== undefined && <div class={styles.actions}>{actions}</div>}
    </div>
  );
}
