import { addBatch, emptySummary } from './import-summary.js';

const counts = { created: 1, updated: 2, unchanged: 3, rejected: 4, flagsCreated: 5 };

it('adds counts and notes batch by batch', () => {
  const note = { normalised: ['trimmed', 'dated'], leftOut: new Map([['Website', 1]]) };
  const once = addBatch(emptySummary, counts, [note, { normalised: ['trimmed'], leftOut: new Map() }]);
  const twice = addBatch(once, counts, [note]);
  expect(twice).toEqual({
    created: 2,
    updated: 4,
    unchanged: 6,
    rejected: 8,
    flagsCreated: 10,
    normalised: { trimmed: 3, dated: 2 },
    leftOut: { Website: { organisations: 2, entries: 2 } },
  });
});

it('tells a hundred left-out keys apart and puts the others together', () => {
  const leftOut = new Map(Array.from({ length: 150 }, (_, index) => [`key ${index}`, 2]));
  const summary = addBatch(emptySummary, counts, [{ normalised: [], leftOut }]);
  expect(Object.keys(summary.leftOut)).toHaveLength(101);
  expect(summary.leftOut['(other keys)']).toEqual({ organisations: 50, entries: 100 });
});
