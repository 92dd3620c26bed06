import { useEffect, useRef, useState } from 'preact/hooks';
import type { Loaded } from './use-loaded.ts';

const refreshMs = 3_000;
/** After a failure, until the directory answers again. */
const retryMs = 15_000;

interface State<Value> {
  readonly value: Value | null;
  readonly error: unknown;
  readonly isLoading: boolean;
}

/**
 * Reads a value again and again while the page is open and visible. Nothing says so but the value: `isLoading` is true only
 * for the first read and after `reload`, and an error stays as it is until a read succeeds.
 * @param keys the values that the read depends on
 */
export function useRefreshed<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
): Loaded<Value> {
  const [state, setState] = useState<State<Value>>({ value: null, error: null, isLoading: true });
  const [count, setCount] = useState(0);
  const present = useRef(read);
  present.current = read;
  useEffect(() => {
    setState(({ value, error }) => ({ value, error, isLoading: true }));
    return repeat(async (signal) => {
      try {
        const value = await present.current(signal);
        if (!signal.aborted) setState({ value, error: null, isLoading: false });
        return refreshMs;
      } catch (error) {
        if (!signal.aborted)
          setState((former) => ({ ...former, error: former.error ?? error, isLoading: false }));
        return retryMs;
      }
    });
  }, [...keys, count]);
  return {
    ...state,
    reload: () => {
      setCount((value) => value + 1);
    },
  };
}

/**
 * Does some work at once, and again after the milliseconds that it returns. A hidden page does nothing until it is shown.
 * @returns a function that ends this and aborts the work
 */
function repeat(work: (signal: AbortSignal) => Promise<number>): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWorking = false;
  const round = async (): Promise<void> => {
    clearTimeout(timer);
    if (isWorking || signal.aborted || document.hidden) return;
    isWorking = true;
    const pause = await work(signal);
    isWorking = false;
    timer = setTimeout(() => void round(), pause);
  };
  document.addEventListener('visibilitychange', () => void round(), { signal });
  void round();
  return () => {
    clearTimeout(timer);
    controller.abort();
  };
}
