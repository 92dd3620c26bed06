import type { HistoryEntry } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { Empty } from '../design/empty.tsx';
import { LoadedView } from '../design/loaded-view.tsx';
import { Section } from '../design/section.tsx';
import { useLoaded } from '../directory/use-loaded.ts';
import { t } from '../language/language.ts';
import { Timeline, type TimelineProps } from './timeline.tsx';
import styles from './timeline.module.css';

/** Entries that are shown at once; the next ones come when the person asks. */
const entriesAtOnce = 20;

/** The newest entries of a history. */
export interface NewestEntries {
  readonly entries: readonly HistoryEntry[];
  readonly totalSize: number;
}

interface HistorySectionProps extends TimelineProps {
  /** Reads the newest entries, `count` of them or all. */
  readonly read: (count: number, signal: AbortSignal) => Promise<NewestEntries>;
  /** The values that the history depends on, such as the id and the ETag of the present state. */
  readonly keys: readonly unknown[];
}

/** A section with a history, newest first, and its loading, empty and error states. */
export function HistorySection({ read, keys, ...timeline }: HistorySectionProps) {
  const { history, changes } = t();
  const [count, setCount] = useState(entriesAtOnce);
  const loaded = useLoaded((signal) => read(count, signal), [...keys, count]);
  return (
    <Section title={history.title}>
      <LoadedView loaded={loaded} lines={6}>
        {({ entries, totalSize }) =>
          entries.length === 0 ? (
            <Empty>{changes.noChanges}</Empty>
          ) : (
            <div class={styles.history}>
              <Timeline entries={entries} {...timeline} />
              <p class="quiet">{history.entriesOf(entries.length, totalSize)}</p>
              {entries.length < totalSize && (
                <div>
                  <Button
                    isBusy={loaded.isLoading}
                    onClick={() => {
                      setCount(count + entriesAtOnce);
                    }}
                  >
                    {history.more}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </LoadedView>
    </Section>
  );
}
