import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** A value on its way from the directory. `value` keeps the former one while a newer one is read. */
export interface Loaded<Value> {
  readonly value: Value | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Reads again, and keeps the present value on the screen meanwhile. */
  readonly reload: () => void;
}

/**
 * Reads a value when the page appears and whenever a key changes; an answer that is no longer wanted is aborted.
 * @param keys the values that the read depends on
 */
export function useLoaded<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
): Loaded<Value> {
  const [state, setState] = useState<{ value: Value | null; error: unknown; isLoading: boolean }>({
    value: null,
    error: null,
    isLoading: true,
  });
  const [count, setCount] = useState(0);
  const present = useRef(read);
  present.current = read;
  useEffect(() => {
    const controller = new AbortController();
    setState(({ value }) => ({ value, error: null, isLoading: true }));
    present.current(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setState({ value, error: null, isLoading: false });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState(({ value }) => ({ value, error, isLoading: false }));
      },
    );
    return () => {
      controller.abort();
    };
  }, [...keys, count]);
  const reload = useCallback(() => {
    setCount((value) => value + 1);
  }, []);
  return { ...state, reload };
}
