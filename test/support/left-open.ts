/** Resources that this test file has opened and not closed; jest/worker-environment.cjs closes them after the file. */
const open = (globalThis as { leftOpen?: Set<() => Promise<void>> }).leftOpen ?? new Set();

/**
 * Returns a function that closes a resource once. If no test calls this function, for example after a failed assertion,
 * it is called after the test file, last opened first, so that jest exits.
 */
export function closeOnce(close: () => Promise<unknown>): () => Promise<void> {
  const once = async (): Promise<void> => {
    if (open.delete(once)) await close();
  };
  open.add(once);
  return once;
}
