import { useEffect, useMemo, useState } from 'preact/hooks';
import { announce } from '../design/announce.tsx';
import { directory } from '../directory/directory.ts';
import { t } from '../language/language.ts';
import { Arrivals } from './arrivals.ts';
import { ChangeFeed, type FeedState, initialState } from './change-feed.ts';
import { type ChangeFilter, matches } from './change-filter.ts';
import { learnNames } from './owner-names.ts';

/** The feed of a page, and what it shows. */
export interface LiveFeed {
  readonly state: FeedState;
  readonly feed: ChangeFeed | null;
}

interface FeedHookOptions {
  /** Entries that a step reads. */
  readonly rows: number;
  /** Has a screen reader say how many changes are new. */
  readonly isAnnounced?: boolean;
}

/** Follows the log while the page is open. Another filter begins anew at the end of the log. */
export function useChangeFeed(
  filter: ChangeFilter,
  { rows, isAnnounced = false }: FeedHookOptions,
): LiveFeed {
  const [state, setState] = useState(initialState);
  const [feed, setFeed] = useState<ChangeFeed | null>(null);
  const key = JSON.stringify(filter);
  const wanted = useMemo(() => filter, [key]);
  useEffect(() => {
    const shown = new Frame(setState);
    const arrivals = new Arrivals((count) => {
      announce(t().changes.newChanges(count));
    });
    const own = new ChangeFeed(directory.feed, {
      rows,
      matches: (entry) => matches(wanted, entry),
      publish: (next) => {
        shown.set(next);
      },
      onRead: learnNames,
      ...(isAnnounced
        ? {
            onArrival: (count: number) => {
              arrivals.add(count);
            },
          }
        : {}),
    });
    setFeed(own);
    void own.start();
    return () => {
      own.stop();
      shown.stop();
      arrivals.stop();
    };
  }, [wanted, rows, isAnnounced]);
  return { state, feed };
}

/** Passes on the last of the values that come within a frame, so that a burst draws the page once a frame. */
class Frame<Value> {
  private handle: number | null = null;
  private value: Value | null = null;

  constructor(private readonly show: (value: Value) => void) {}

  set(value: Value): void {
    this.value = value;
    this.handle ??= requestAnimationFrame(() => {
      this.handle = null;
      if (this.value !== null) this.show(this.value);
    });
  }

  stop(): void {
    if (this.handle !== null) cancelAnimationFrame(this.handle);
  }
}
