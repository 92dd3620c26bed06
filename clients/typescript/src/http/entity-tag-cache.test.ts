import { EntityTagCache } from './entity-tag-cache.js';

const tagged = (etag: string): Headers => new Headers({ etag, 'content-type': 'application/json' });

describe('EntityTagCache', () => {
  it('answers a 304 with the kept body and the newer headers', async () => {
    const cache = new EntityTagCache(100_000);
    cache.keep('/a', '{"a":1}', tagged('"1"'));
    expect(cache.entityTagOf('/a')).toBe('"1"');
    const answer = cache.answer('/a', new Headers({ 'x-directory-position': 'log.7' }));
    expect(answer?.status).toBe(200);
    expect(await answer?.text()).toBe('{"a":1}');
    expect(answer?.headers.get('x-directory-position')).toBe('log.7');
    expect(answer?.headers.get('content-type')).toBe('application/json');
  });

  it('keeps no answer without ETag, and none above a quarter of its size', () => {
    const cache = new EntityTagCache(4_000);
    cache.keep('/a', 'a', new Headers());
    cache.keep('/b', 'b'.repeat(1_000), tagged('"1"'));
    expect([cache.entityTagOf('/a'), cache.entityTagOf('/b')]).toEqual([null, null]);
  });

  it('forgets the answer whose use is the longest ago', () => {
    const cache = new EntityTagCache(4_000);
    for (const name of ['a', 'b', 'c', 'd']) cache.keep(name, 'x'.repeat(400), tagged(`"${name}"`));
    cache.answer('a', new Headers());
    cache.keep('e', 'x'.repeat(400), tagged('"e"'));
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => cache.entityTagOf(name) !== null)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('keeps nothing with size 0', () => {
    const cache = new EntityTagCache(0);
    cache.keep('/a', '', tagged('"1"'));
    expect(cache.entityTagOf('/a')).toBeNull();
  });
});
