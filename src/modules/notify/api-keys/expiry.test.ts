import { readExpiry } from './expiry.js';

const now = new Date('2027-01-31T12:00:00.000Z');

describe('readExpiry', () => {
  it.each([
    ['1', '2027-02-01T12:00:00.000Z'],
    ['3650', '2037-01-28T12:00:00.000Z'],
    ['2027-01-31', '2027-02-01T00:00:00.000Z'],
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
    ['2037-01-27', '2037-01-28T00:00:00.000Z'],
  ])('returns the end of %s', (text, end) => {
    expect(readExpiry(text, now)?.toISOString()).toBe(end);
  });

  it.each(['0', '3651', '-1', '1.5', '', 'soon', '2027-01-30', '2027-02-30', '2037-01-28', '2027-1-31'])(
    'returns null for %j',
    (text) => {
      expect(readExpiry(text, now)).toBeNull();
    },
  );
});
