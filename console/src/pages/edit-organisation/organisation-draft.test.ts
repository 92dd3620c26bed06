import { type Draft, hasChanges, parseDraft, undecided } from './organisation-draft.ts';

const conflict = { field: 'City', base: 'Rio', mine: 'x', theirs: 'y', isConflict: true };
const draft: Draft = {
  base: { City: 'Rio' },
  etag: '"1"',
  values: { City: 'São Paulo' },
  comparisons: [],
  decided: [],
  revision: null,
  at: '2026-11-28T04:00:00.000Z',
};

describe('parseDraft', () => {
  it('returns a stored draft', () => {
    expect(parseDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });

  it.each([null, 1, [], { base: {} }, { base: null, values: null }])('reads no draft from %j', (stored) => {
    expect(parseDraft(stored)).toBeNull();
  });
});

describe('hasChanges', () => {
  it('is false for a draft whose last change was undone', () => {
    expect(hasChanges(draft)).toBe(true);
    expect(hasChanges({ ...draft, values: { City: 'Rio' } })).toBe(false);
  });
});

describe('undecided', () => {
  it('names the conflicts that are left', () => {
    const other = { ...conflict, field: 'Country', isConflict: false };
    expect(undecided({ ...draft, comparisons: [conflict, other] })).toEqual(['City']);
    expect(undecided({ ...draft, comparisons: [conflict, other], decided: ['City'] })).toEqual([]);
  });
});
