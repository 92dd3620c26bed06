import { addBatch, emptySummary } from './import-summary.js';
import type { RecordNotes } from './record.js';

const counts = { created: 1, updated: 2, unchanged: 3, rejected: 4, flagsCreated: 5 };
const noNotes: RecordNotes = { normalised: [], odd: [], leftOut: new Map() };
const loadedWith = (...notes: Partial<RecordNotes>[]) =>
  notes.map((some, index) => ({ number: index + 1, organisationId: 'x', notes: { ...noNotes, ...some } }));

it('adds counts and notes batch by batch', () => {
  const note = {
    normalised: ['trimmed', 'dated'],
    odd: [{ kind: 'dated', because: null, given: 1 }],
    leftOut: new Map([['Website', 1]]),
  };
  const loaded = loadedWith(note, { normalised: ['trimmed'] });
  const once = addBatch(emptySummary, { counts, rejections: [], loaded });
  const twice = addBatch(once, { counts, rejections: [], loaded: loadedWith(note) });
  expect(twice).toEqual({
    created: 2,
    updated: 4,
    unchanged: 6,
    rejected: 8,
    flagsCreated: 10,
    normalised: { trimmed: 3, dated: 4 },
    firstRejections: [],
    leftOut: { Website: { organisations: 2, entries: 2 } },
  });
});

it('keeps the first three rejected records', () => {
  const rejection = (number: number) => ({ number, organisationId: null, errors: ['wrong'] });
  const [one, two, three, four] = [2, 5, 7, 9].map(rejection);
  const first = addBatch(emptySummary, {
    counts,
    rejections: [one, two].flatMap((r) => r ?? []),
    loaded: [],
  });
  const all = addBatch(first, { counts, rejections: [three, four].flatMap((r) => r ?? []), loaded: [] });
  expect(all.firstRejections).toEqual([one, two, three]);
});

it('tells a hundred left-out keys apart and puts the others together', () => {
  const leftOut = new Map(Array.from({ length: 150 }, (_, index) => [`key ${index}`, 2]));
  const summary = addBatch(emptySummary, { counts, rejections: [], loaded: loadedWith({ leftOut }) });
  expect(Object.keys(summary.leftOut)).toHaveLength(101);
  expect(summary.leftOut['(other keys)']).toEqual({ organisations: 50, entries: 100 });
});
