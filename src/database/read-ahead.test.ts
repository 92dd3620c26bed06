import { readAhead } from './read-ahead.js';

/** Yields 1, 2 and 3 and records each step. */
async function* numbers(events: string[], failure?: Error): AsyncGenerator<number> {
  try {
    for (const number of [1, 2, 3]) {
      await Promise.resolve();
      events.push(`made ${number}`);
      if (number === 2 && failure !== undefined) throw failure;
      yield number;
    }
  } finally {
    events.push('ended');
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('readAhead', () => {
  it('reads one item ahead of the consumer and no more', async () => {
    const events: string[] = [];
    for await (const number of readAhead(numbers(events))) {
      await settled();
      events.push(`took ${number}`);
    }
    expect(events).toEqual(['made 1', 'made 2', 'took 1', 'made 3', 'took 2', 'ended', 'took 3']);
  });

  it('throws an error when its item is due, not before', async () => {
    const taken: number[] = [];
    const taking = async (): Promise<void> => {
      for await (const number of readAhead(numbers([], new Error('broken')))) {
        await settled();
        taken.push(number);
      }
    };
    await expect(taking()).rejects.toThrow('broken');
    expect(taken).toEqual([1]);
  });

  it('ends its source when the consumer stops', async () => {
    const events: string[] = [];
    for await (const number of readAhead(numbers(events))) if (number === 1) break;
    expect(events).toEqual(['made 1', 'made 2', 'ended']);
  });
});
