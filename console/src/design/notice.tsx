import type { ComponentChildren } from 'preact';
import styles from './notice.module.css';

interface NoticeProps {
  readonly title?: string;
  readonly tone: 'bad' | 'good' | 'wait' | 'info';
  /** An alert is read out at once; other notices are read in their turn. */
  readonly isAlert?: boolean;
  readonly children?: ComponentChildren;
}

export function Notice({ title, tone, isAlert = false, children }: NoticeProps) {
  return (
    <div class={`${styles.notice} ${styles[tone]}`} role={isAlert ? 'alert' : undefined}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </div>
  );
}
