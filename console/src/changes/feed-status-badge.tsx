import { Badge } from '../design/badge.tsx';
import { t } from '../language/language.ts';
import type { FeedStatus } from './change-feed.ts';

const tones = {
  loading: 'idle',
  live: 'good',
  waiting: 'wait',
  paused: 'idle',
  failed: 'bad',
} as const;

/** Says whether the changes on the page are those of now. */
export function FeedStatusBadge({ status }: { readonly status: FeedStatus }) {
  const { changes, common } = t();
  const words = { ...changes, loading: common.loading };
  return <Badge tone={tones[status]}>{words[status]}</Badge>;
}
