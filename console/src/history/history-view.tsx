import type { HistoryEntry } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { Button } from '../design/button.tsx';
import { Empty } from '../design/empty.tsx';
import { ErrorNotice } from '../design/error-notice.tsx';
import { Loading } from '../design/loading.tsx';
import { t } from '../language/language.ts';
import { Timeline } from './timeline.tsx';
import { useHistory } from './use-history.ts';

interface HistoryViewProps {
  /** Starts to read, such as `(signal) => directory.flags.history(id, { signal })`. */
  readonly open: (signal: AbortSignal) => AsyncGenerator<HistoryEntry, void>;
  /** The values that the history depends on, such as the id and the ETag of the present state. */
  readonly keys: readonly unknown[];
  /** Labels of fields by their name on the wire. */
  readonly labels: Readonly<Record<string, string>>;
  readonly showLine?: (field: string, text: string) => ComponentChildren;
  readonly actionsOf?: (entry: HistoryEntry) => ComponentChildren;
}

/** Reads a history and shows it as a timeline, newest first, with its loading, empty and error states. */
export function HistoryView({ open, keys, ...timeline }: HistoryViewProps) {
  const { entries, hasMore, isLoading, error, readMore } = useHistory(open, keys);
  const failure = error === null ? null : <ErrorNotice error={error} onRetry={readMore} />;
  if (entries.length === 0) {
    if (isLoading) return <Loading />;
    return failure ?? <Empty>{t().history.empty}</Empty>;
  }
  return (
    <>
      <Timeline entries={entries} {...timeline} />
      {failure ?? <More isOffered={hasMore} isBusy={isLoading} onMore={readMore} />}
    </>
  );
}

interface MoreProps {
  readonly isOffered: boolean;
  readonly isBusy: boolean;
  readonly onMore: () => void;
}

function More({ isOffered, isBusy, onMore }: MoreProps) {
  if (!isOffered) return null;
  return (
    <div>
      <Button isBusy={isBusy} onClick={onMore}>
        {t().history.more}
      </Button>
    </div>
  );
}
