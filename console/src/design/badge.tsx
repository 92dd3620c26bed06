import type { ComponentChildren } from 'preact';
import { t } from '../language/language.ts';
import styles from './badge.module.css';

type Tone = 'idle' | 'good' | 'wait' | 'bad' | 'info';

/** A short word on a coloured ground; the word alone says everything. */
export function Badge({
  tone = 'idle',
  children,
}: {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}) {
  return <span class={tone === 'idle' ? styles.badge : `${styles.badge} ${styles[tone]}`}>{children}</span>;
}

type Status = keyof ReturnType<typeof t>['status'];

const tones: Readonly<Record<Status, Tone>> = {
  Active: 'good',
  Pending: 'wait',
  Withdrawn: 'bad',
  Inactive: 'idle',
};

/** The Status of an organisation, a flag or an administrator. */
export function StatusBadge({ status }: { readonly status: Status }) {
  return <Badge tone={tones[status]}>{t().status[status]}</Badge>;
}
