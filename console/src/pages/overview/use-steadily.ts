import { useEffect, useRef, useState } from 'preact/hooks';

/** The shortest time between two values. */
const intervalMs = 10_000;

/** Returns a value that follows another one: at once after a pause, then at most once in each interval. */
export function useSteadily(value: number | null): number | null {
  const [steady, setSteady] = useState<number | null>(null);
  const changedAt = useRef(0);
  useEffect(() => {
    if (value === null || steady === null) {
      // The first value belongs to what the page has read already.
      setSteady(value);
      return;
    }
    if (value === steady) return;
    const wait = Math.max(0, changedAt.current + intervalMs - Date.now());
    const timer = setTimeout(() => {
      changedAt.current = Date.now();
      setSteady(value);
    }, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [value, steady]);
  return steady;
}
