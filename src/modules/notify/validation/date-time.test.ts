import { isDateTime, withOffset } from './date-time.js';

describe('isDateTime', () => {
  it.each([
    '2024-01-15 10:00:00.000000',
    '2024-01-15T10:00:00Z',
    '2024-02-29T23:59:59.5+01:00',
    '0001-01-01T00:00:00Z',
  ])('accepts %s', (text) => {
    expect(isDateTime(text)).toBe(true);
  });

  it.each([
    '2024-02-30T00:00:00Z',
    '2023-02-29 00:00:00',
    '2024-13-01T00:00:00Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T10:60:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2024-01-15T10:00:00+16:00',
    '2024-01-15',
    'now',
    '',
    1705312800,
    null,
  ])('rejects %j', (value) => {
    expect(isDateTime(value)).toBe(false);
  });
});

describe('withOffset', () => {
  it('adds UTC to a time without an offset', () => {
    expect(withOffset('2024-01-15 10:00:00.000000')).toBe('2024-01-15 10:00:00.000000Z');
    expect(withOffset('2024-01-15T10:00:00-05:00')).toBe('2024-01-15T10:00:00-05:00');
  });
});
