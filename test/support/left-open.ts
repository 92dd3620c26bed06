/** Resources that this test file has opened and not closed. jest/worker-environment.cjs sets it, and closes it after the file. */
const open = (globalThis as { leftOpen?: Set<() => Promise<void>> }).leftOpen ?? new Set();

/**
 * Returns a function that closes something once. If no test calls it, because an assertion failed before, it is called
 * after the test file, last opened first, so that jest ends by itself.
 */
export function closeOnce(close: () => Promise<unknown>): () => Promise<void> {
  const once = async (): Promise<void> => {
    if (open.delete(once)) await close();
  };
  open.add(once);
  return once;
}
