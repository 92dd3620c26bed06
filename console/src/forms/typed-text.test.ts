import { hasTyped, nothingTyped, parseTyped, withTyped } from './typed-text.ts';

const fields = ['Name', 'Value'];

describe('parseTyped', () => {
  it('returns the stored fields of the form', () => {
    const stored = { etag: '"1"', typed: { Name: 'Size', Other: 'x', Value: 7 } };
    expect(parseTyped(stored, fields)).toEqual({ etag: '"1"', typed: { Name: 'Size' } });
  });

  it.each([null, 'text', [], { typed: 1, etag: 2 }])('returns an empty draft for %j', (stored) => {
    expect(parseTyped(stored, fields)).toEqual(nothingTyped);
  });
});

describe('withTyped', () => {
  const first = withTyped(nothingTyped, 'Name', 'Size', 'Kind', '"1"');

  it('keeps the ETag of the state that the first change was based on', () => {
    expect(withTyped(first, 'Value', 'Broker', 'Bank', '"2"')).toEqual({
      etag: '"1"',
      typed: { Name: 'Size', Value: 'Broker' },
    });
  });

  it('forgets a field that has its saved value again', () => {
    expect(hasTyped(first)).toBe(true);
    expect(hasTyped(withTyped(first, 'Name', 'Kind', 'Kind', '"1"'))).toBe(false);
  });

  it('takes the newer ETag after everything typed was taken back', () => {
    const none = withTyped(first, 'Name', 'Kind', 'Kind', '"1"');
    expect(withTyped(none, 'Name', 'Size', 'Kind', '"2"').etag).toBe('"2"');
  });
});
