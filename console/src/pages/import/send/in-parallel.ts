/**
 * Works on the items in their order, a few at a time. Begins no more items once `isStopping` returns true or one of them
 * fails, and resolves when those begun have ended.
 * @throws the error of the first item that failed
 */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const item = items[next];
      if (item === undefined || failures.length > 0 || isStopping()) return;
      next += 1;
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failures.length > 0) throw failures[0];
}
