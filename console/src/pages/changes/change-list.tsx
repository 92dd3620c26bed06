import { maxEntries, type FeedState } from '../../changes/change-feed.ts';
import { type ChangeFilter, isFiltered } from '../../changes/change-filter.ts';
import { ChangeItem } from '../../changes/change-item.tsx';
import type { ChangeWindow } from '../../changes/change-window.ts';
import { Button } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { Loading } from '../../design/loading.tsx';
import { t } from '../../language/language.ts';
import styles from './changes-page.module.css';

interface ChangeListProps {
  readonly state: FeedState;
  readonly filter: ChangeFilter;
  readonly onOlder: () => void;
}

/** The changes that were read so far, and the way to earlier ones. */
export function ChangeList({ state, filter, onOlder }: ChangeListProps) {
  const { changes } = t();
  const { window, isReadingBack } = state;
  if (window === null) return state.error === null ? <Loading lines={8} /> : null;
  const isEmpty = window.entries.length === 0;
  return (
    <>
      {isEmpty && isReadingBack && <Loading lines={8} />}
      {isEmpty && !isReadingBack && (
        <Empty>{isFiltered(filter) || window.from > 0 ? changes.noMatches : changes.noChanges}</Empty>
      )}
      {!isEmpty && (
        <ol role="list" class={styles.list} aria-label={changes.list}>
          {window.entries.map((entry) => (
            <li key={entry.Position}>
              <ChangeItem entry={entry} />
            </li>
          ))}
        </ol>
      )}
      <Older window={window} isBusy={isReadingBack} isSearch={isFiltered(filter)} onOlder={onOlder} />
    </>
  );
}

interface OlderProps {
  readonly window: ChangeWindow;
  readonly isBusy: boolean;
  readonly isSearch: boolean;
  readonly onOlder: () => void;
}

/** Says how far the log was read back, and reads on. */
function Older({ window: { from, to, entries }, isBusy, isSearch, onOlder }: OlderProps) {
  const { changes } = t();
  const isFull = entries.length >= maxEntries;
  return (
    <div class={styles.older}>
      <p>{from === 0 ? changes.readAll(to) : changes.readBack(from + 1, to)}</p>
      {isFull && <p>{changes.full(entries.length)}</p>}
      {from > 0 && !isFull && (
        <Button isBusy={isBusy} onClick={onOlder}>
          {isBusy ? changes.reading : isSearch ? changes.searchOn : changes.older}
        </Button>
      )}
    </div>
  );
}
