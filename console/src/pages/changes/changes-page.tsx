import { useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { filterOf } from '../../changes/change-filter.ts';
import { FeedStatusBadge } from '../../changes/feed-status-badge.tsx';
import { useChangeFeed } from '../../changes/use-change-feed.ts';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';
import { ChangeList } from './change-list.tsx';
import styles from './changes-page.module.css';
import { CheckpointPanel } from './checkpoint-panel.tsx';
import { Filters } from './filters.tsx';

/** Entries that a step reads. */
const rows = 50;

/** The log of changes, newest first and live, and the proof that it is whole. */
export function ChangesPage() {
  const { changes } = t();
  const { query } = useLocation();
  const filter = filterOf(query);
  const { state, feed } = useChangeFeed(filter, { rows, isAnnounced: true });
  const proof = useRef<HTMLDivElement>(null);
  const isPaused = state.status === 'paused';
  const resume = (): void => {
    void feed?.resume();
  };
  return (
    <>
      <PageHeading
        title={changes.title}
        summary={changes.summary}
        actions={
          <div class={styles.live}>
            <Button
              look="quiet"
              onClick={() => {
                proof.current?.focus();
              }}
            >
              {changes.toProof}
            </Button>
            <FeedStatusBadge status={state.status} />
            <Button
              onClick={() => {
                if (isPaused) resume();
                else feed?.pause();
              }}
            >
              {isPaused ? changes.resume : changes.pause}
            </Button>
          </div>
        }
      />
      <div class={styles.page}>
        <div class={styles.main}>
          <Filters filter={filter} />
          {state.error !== null && (
            <ErrorNotice error={state.error} onRetry={state.status === 'failed' ? resume : undefined} />
          )}
          <ChangeList state={state} filter={filter} onOlder={() => void feed?.older()} />
        </div>
        <CheckpointPanel element={proof} />
      </div>
    </>
  );
}
