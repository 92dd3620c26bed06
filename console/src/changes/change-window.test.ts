import type { ChangeEntry } from 'organisations-directory-client';
import { emptyWindow, withNewer, withOlder } from './change-window.ts';

/** Entries at these positions, in the order of the log. */
const at = (...positions: number[]): ChangeEntry[] =>
  positions.map((Position) => ({ Position, OrganisationId: 'org-1' }) as ChangeEntry);

const positions = ({ entries }: { readonly entries: readonly ChangeEntry[] }) =>
  entries.map(({ Position }) => Position);

const empty = emptyWindow({ log: 'log', position: 10 });

describe('withNewer', () => {
  it('puts the newest first', () => {
    const window = withNewer(withNewer(empty, at(11), 11, 10), at(12, 13), 13, 10);
    expect(positions(window)).toEqual([13, 12, 11]);
    expect(window).toMatchObject({ from: 10, to: 13 });
  });

  it('moves on over positions that show nothing', () => {
    expect(withNewer(empty, [], 500, 10)).toEqual({ log: 'log', entries: [], from: 10, to: 500 });
  });

  it('drops the oldest above the maximum, and begins at the last one that is kept', () => {
    const window = withNewer(withNewer(empty, at(11, 13), 13, 3), at(17, 19), 20, 3);
    expect(positions(window)).toEqual([19, 17, 13]);
    expect(window).toMatchObject({ from: 12, to: 20 });
  });

  it('keeps the newest of a burst that is longer than the maximum', () => {
    const window = withNewer(empty, at(11, 12, 13, 14, 15), 15, 2);
    expect(positions(window)).toEqual([15, 14]);
    expect(window.from).toBe(13);
  });
});

describe('withOlder', () => {
  it('continues at the old end', () => {
    const window = withOlder(withNewer(empty, at(11), 11, 10), at(7, 9), 5);
    expect(positions(window)).toEqual([11, 9, 7]);
    expect(window).toMatchObject({ from: 5, to: 11 });
  });
});
