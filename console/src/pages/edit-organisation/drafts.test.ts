import { type Draft, draftKey, dropDraft, keepDraft, readDraft, undecided } from './drafts.ts';

class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

const key = draftKey('a@bank.example', 'one');
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

describe('the draft store', () => {
  it('gives back what was kept, the ETag of its base included', () => {
    const storage = new MemoryStorage();
    expect(keepDraft(storage, key, draft)).toBe(true);
    expect(readDraft(storage, key)).toEqual(draft);
  });

  it('separates users and organisations', () => {
    const keys = [
      draftKey('a', 'one'),
      draftKey('b', 'one'),
      draftKey('a', 'two'),
      draftKey('a', null),
      draftKey(null, 'a'),
      draftKey('a', 'null'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('drops a draft whose last change was undone', () => {
    const storage = new MemoryStorage();
    keepDraft(storage, key, draft);
    keepDraft(storage, key, { ...draft, values: { City: 'Rio' } });
    expect(storage.items.size).toBe(0);
  });

  it('drops a discarded draft', () => {
    const storage = new MemoryStorage();
    keepDraft(storage, key, draft);
    dropDraft(storage, key);
    expect(readDraft(storage, key)).toBeNull();
  });

  it.each(['', 'null', '{', '1', '[]', '{"base":{}}', '{"base":null,"values":null}'])(
    'reads no draft from %j',
    (text) => {
      const storage = new MemoryStorage();
      storage.setItem(key, text);
      expect(readDraft(storage, key)).toBeNull();
    },
  );

  it('says so if the browser has no room', () => {
    const storage = new MemoryStorage();
    storage.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    expect(keepDraft(storage, key, draft)).toBe(false);
  });
});

describe('undecided', () => {
  it('names the conflicts that are left', () => {
    const other = { ...conflict, field: 'Country', isConflict: false };
    expect(undecided({ ...draft, comparisons: [conflict, other] })).toEqual(['City']);
    expect(undecided({ ...draft, comparisons: [conflict, other], decided: ['City'] })).toEqual([]);
  });
});
