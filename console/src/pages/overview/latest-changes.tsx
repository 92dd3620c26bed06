import type { FeedState } from '../../changes/change-feed.ts';
import { ChangeLine } from '../../changes/change-line.tsx';
import { FeedStatusBadge } from '../../changes/feed-status-badge.tsx';
import { Empty } from '../../design/empty.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Loading } from '../../design/loading.tsx';
import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './overview.module.css';

interface LatestChangesProps {
  readonly state: FeedState;
  readonly rows: number;
  readonly onRetry: () => void;
}

/** The newest changes, a line each, as they are made. */
export function LatestChanges({ state, rows, onRetry }: LatestChangesProps) {
  const entries = state.window?.entries.slice(0, rows) ?? [];
  return (
    <Section title={t().overview.latest}>
      {state.error !== null && <ErrorNotice error={state.error} onRetry={onRetry} />}
      {entries.length === 0 && state.error === null && <NoLines state={state} />}
      {entries.length > 0 && (
        <ul role="list" class={styles.latest}>
          {entries.map((entry) => (
            <li key={entry.Position}>
              <ChangeLine entry={entry} />
            </li>
          ))}
        </ul>
      )}
      <p class={styles.foot}>
        <FeedStatusBadge status={state.status} /> <a href={pathTo('changes')}>{t().overview.toChanges}</a>
      </p>
    </Section>
  );
}

function NoLines({ state: { window, isReadingBack } }: { readonly state: FeedState }) {
  return window === null || isReadingBack ? <Loading /> : <Empty>{t().changes.noChanges}</Empty>;
}
