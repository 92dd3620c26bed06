import type { ChangeEntry, ChangesPage } from 'organisations-directory-client';
import { type FoundPart, readBack } from './read-back.ts';

interface Asked {
  readonly after: string;
  readonly limit: number;
}

/** Reads back in a log whose entries have these positions; all others are hidden. */
async function read(
  isShown: (position: number) => boolean,
  { from = 12_345, wanted = 50, matches = (entry: ChangeEntry): boolean => entry.Position > 0 } = {},
): Promise<{ parts: FoundPart[]; asked: Asked[] }> {
  const asked: Asked[] = [];
  const readPage = (query: Asked): Promise<ChangesPage> => {
    asked.push(query);
    const start = Number(query.after.split('.')[1]);
    const positions = Array.from({ length: query.limit }, (_, index) => start + index + 1);
    const changes = positions.filter(isShown).map((Position) => ({ Position }) as ChangeEntry);
    return Promise.resolve({ changes, next: `log.${start + query.limit}`, hasMore: true });
  };
  const parts: FoundPart[] = [];
  for await (const part of readBack(readPage, { log: 'log', from, wanted, matches })) parts.push(part);
  return { parts, asked };
}

const positionsOf = (parts: readonly FoundPart[]): number[] =>
  parts.flatMap(({ changes }) => changes).map(({ Position }) => Position);

describe('readBack', () => {
  it('reads one small page where everything is shown', async () => {
    const { parts, asked } = await read(() => true, { from: 500 });
    expect(asked).toEqual([{ after: 'log.400', limit: 100 }]);
    expect(positionsOf(parts)).toHaveLength(100);
    expect(parts.at(-1)?.from).toBe(400);
  });

  it('reads larger pages until enough match, and covers each position once', async () => {
    const { parts, asked } = await read((position) => position % 40 === 0, { from: 5_000 });
    expect(asked).toEqual([
      { after: 'log.4900', limit: 100 },
      { after: 'log.3900', limit: 1_000 },
      { after: 'log.2900', limit: 1_000 },
    ]);
    expect(new Set(positionsOf(parts)).size).toBe(positionsOf(parts).length);
    expect(positionsOf(parts).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 53 }, (_, index) => 2_920 + 40 * index),
    );
  });

  it('ends at the beginning of the log', async () => {
    const { parts, asked } = await read((position) => position === 1, { from: 150 });
    expect(asked).toEqual([
      { after: 'log.50', limit: 100 },
      { after: 'log.0', limit: 50 },
    ]);
    expect(positionsOf(parts)).toEqual([1]);
    expect(parts.at(-1)?.from).toBe(0);
  });

  it('stops after ten pages, so that a person decides whether to search on', async () => {
    const { parts, asked } = await read(() => false, { from: 1_000_000 });
    expect(asked).toHaveLength(10);
    expect(parts.at(-1)?.from).toBe(1_000_000 - 100 - 9_000);
  });

  it('keeps what matches, and hands on all entries for their names', async () => {
    const { parts } = await read(() => true, { from: 100, matches: ({ Position }) => Position === 7 });
    expect(positionsOf(parts)).toEqual([7]);
    expect(parts[0]?.all).toHaveLength(100);
  });
});
