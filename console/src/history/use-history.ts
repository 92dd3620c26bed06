import type { HistoryEntry } from 'organisations-directory-client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Entries that are shown at once; the next ones come when the person asks. */
const entriesAtOnce = 20;

interface State {
  readonly entries: readonly HistoryEntry[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
}

/** The history that has been read so far. */
export interface ReadHistory extends State {
  /** Reads the next entries, or the same ones again after an error. */
  readonly readMore: () => void;
}

const atFirst: State = { entries: [], hasMore: true, isLoading: true, error: null };

/**
 * Reads a history piece by piece, newest first.
 * @param open starts to read, such as `(signal) => directory.flags.history(id, { signal })`
 * @param keys the values that the history depends on; when one changes, it is read again from the newest entry
 */
export function useHistory(
  open: (signal: AbortSignal) => AsyncGenerator<HistoryEntry, void>,
  keys: readonly unknown[],
): ReadHistory {
  const [state, setState] = useState(atFirst);
  const [attempt, setAttempt] = useState(0);
  const reader = useRef<HistoryReader | null>(null);
  const present = useRef(open);
  present.current = open;
  useEffect(() => {
    const started = new HistoryReader(present.current, setState);
    reader.current = started;
    void started.read();
    return () => {
      started.stop();
    };
  }, [...keys, attempt]);
  const readMore = useCallback(() => {
    // A generator that has thrown is over.
    if (reader.current?.hasFailed === true) setAttempt((count) => count + 1);
    else void reader.current?.read();
  }, []);
  return { ...state, readMore };
}

/** Reads from one generator until it ends, fails or is stopped. */
class HistoryReader {
  hasFailed = false;
  private readonly controller = new AbortController();
  private readonly rows: AsyncGenerator<HistoryEntry, void>;
  private entries: readonly HistoryEntry[] = [];

  constructor(
    open: (signal: AbortSignal) => AsyncGenerator<HistoryEntry, void>,
    private readonly show: (change: (state: State) => State) => void,
  ) {
    this.rows = open(this.controller.signal);
  }

  stop(): void {
    this.controller.abort();
  }

  async read(): Promise<void> {
    this.tell({ isLoading: true, error: null });
    try {
      const hasMore = await this.readSome();
      this.tell({ entries: this.entries, hasMore, isLoading: false });
    } catch (error) {
      this.hasFailed = true;
      this.tell({ isLoading: false, error });
    }
  }

  private async readSome(): Promise<boolean> {
    for (let count = 0; count < entriesAtOnce; count += 1) {
      const next = await this.rows.next();
      if (next.done === true) return false;
      this.entries = [...this.entries, next.value];
    }
    return true;
  }

  private tell(change: Partial<State>): void {
    if (!this.controller.signal.aborted) this.show((state) => ({ ...state, ...change }));
  }
}
