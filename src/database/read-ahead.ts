/**
 * Hands out what a source gives while the next of it is already being made: at most one is held ready. Ends the source
 * where its taker stops early.
 */
export async function* readAhead<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]();
  const begin = (): Promise<IteratorResult<Item>> => {
    const next = iterator.next();
    // A failure is told when its turn comes; until then nobody else is to take it for an unhandled one.
    next.catch(() => undefined);
    return next;
  };
  let next = begin();
  try {
    for (let result = await next; result.done !== true; result = await next) {
      next = begin();
      yield result.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
