import type { PlannedRecord } from './plan/plan-record.ts';
import { emptySummary } from '../../../../src/modules/directory/participants-file/import-summary.js';
import { addNotes, countsOf, isShown, reportOf, views } from './summary.ts';

const notes = { normalised: ['City: trimmed'], odd: [], leftOut: new Map([['Website', 1]]) };
const record = (number: number, changes: Partial<PlannedRecord>): PlannedRecord => ({
  number,
  organisationId: `org-${number}`,
  name: null,
  outcome: 'created',
  changes: [],
  errors: [],
  notes: { normalised: [], odd: [], leftOut: new Map() },
  losesCreatedOn: false,
  writes: null,
  ...changes,
});
const records = [
  record(1, { notes }),
  record(2, { outcome: 'changed', notes }),
  record(3, { outcome: 'unchanged' }),
  record(4, { outcome: 'refused', notes: null, errors: ['City must be provided'] }),
];
const results = new Map([
  [1, { errors: [], isConflict: false, warnings: [] }],
  [2, { errors: ['If-Match is old'], isConflict: true, warnings: [] }],
]);

it('counts the records of each view', () => {
  expect(countsOf(records, results)).toEqual({
    all: 4,
    created: 1,
    changed: 1,
    unchanged: 1,
    refused: 1,
    noted: 2,
    sent: 1,
    failed: 1,
  });
});

it.each(views)('%s shows as many records as it counts', (view) => {
  const shown = records.filter((one) => isShown(view, one, results));
  expect(shown).toHaveLength(countsOf(records, results)[view]);
});

it('reports refused records, those that the directory did not take, and notes on the others', () => {
  expect(reportOf(records, results).trim().split('\n')).toEqual([
    '{"record":1,"OrganisationId":"org-1","notes":["City: trimmed"]}',
    '{"record":2,"OrganisationId":"org-2","errors":["If-Match is old"]}',
    '{"record":4,"OrganisationId":"org-4","errors":["City must be provided"]}',
  ]);
});

it('counts notes and unknown keys', () => {
  expect(addNotes(emptySummary, records)).toMatchObject({
    normalised: { 'City: trimmed': 2 },
    leftOut: { Website: { organisations: 2, entries: 2 } },
  });
});
