import { draftKey, keepDraft, readDraft } from './draft-store.ts';

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
const draft = { etag: '"1"', values: { City: 'São Paulo' } };
const parse = (stored: unknown): object | null =>
  typeof stored === 'object' && stored !== null && 'etag' in stored ? stored : null;

describe('the draft store', () => {
  it('gives back what was kept, the ETag included', () => {
    const storage = new MemoryStorage();
    expect(keepDraft(storage, key, draft)).toBe(true);
    expect(readDraft(storage, key, parse)).toEqual(draft);
  });

  it('separates users and forms', () => {
    const keys = [
      draftKey('a', 'one'),
      draftKey('b', 'one'),
      draftKey('a', 'two'),
      draftKey(null, 'a'),
      draftKey('null', 'a'),
      draftKey('a","one', ''),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('drops a draft', () => {
    const storage = new MemoryStorage();
    keepDraft(storage, key, draft);
    expect(keepDraft(storage, key, null)).toBe(true);
    expect(storage.items.size).toBe(0);
    expect(readDraft(storage, key, parse)).toBeNull();
  });

  it.each(['', 'null', '{', '1', '[]', '{"base":{}}'])('reads no draft from %j', (text) => {
    const storage = new MemoryStorage();
    storage.setItem(key, text);
    expect(readDraft(storage, key, parse)).toBeNull();
  });

  it('says so if the browser has no room', () => {
    const storage = new MemoryStorage();
    storage.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    expect(keepDraft(storage, key, draft)).toBe(false);
  });
});
