import { fapiHeaderFaults, isAuthDate, isIpAddress, isUserAgent } from './fapi-headers.js';

describe('isAuthDate', () => {
  it.each([
    'Sun, 10 Sep 2017 19:43:31 UTC',
    'Thu, 29 Feb 2024 23:59:59 GMT',
    'Sat, 01 Jan 0001 00:00:00 GMT',
    'Sat, 29 Feb 0096 00:00:00 GMT',
  ])('returns true for %s', (value) => {
    expect(isAuthDate(value)).toBe(true);
  });

  it.each([
    '',
    'Sun, 31 Feb 2017 19:43:31 UTC',
    'Sun, 29 Feb 2023 19:43:31 UTC',
    'Thu, 29 Feb 1900 10:00:00 GMT',
    'Sun, 00 Sep 2017 19:43:31 UTC',
    'Sun, 10 Sep 2017 24:00:00 UTC',
    'Sun, 10 Sep 2017 19:60:00 UTC',
    'Sun, 10 Sep 2017 19:43:60 UTC',
    'Sun, 10 Sep 2017 19:43:31 CET',
    'Sun, 10 Sep 2017 19:43:31 UTC\n',
    ' Sun, 10 Sep 2017 19:43:31 UTC',
  ])('returns false for %j', (value) => {
    expect(isAuthDate(value)).toBe(false);
  });
});

describe('isIpAddress', () => {
  it.each([
    '0.0.0.0',
    '198.51.100.119',
    '::',
    '2001:DB8::1893:25c8:1946',
    '1:2:3:4:5:6:7:8',
    '::ffff:192.0.2.1',
  ])('returns true for %s', (value) => {
    expect(isIpAddress(value)).toBe(true);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.04',
    '1.2.3.256',
    '0x1.2.3.4',
    '::1%lo',
    '[::1]',
    '1:2:3:4:5:6:7',
    '::ffff:192.0.2.01',
    '::1\n',
  ])('returns false for %j', (value) => {
    expect(isIpAddress(value)).toBe(false);
  });
});

describe('isUserAgent', () => {
  const latin1OfUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

  it.each([
    ['1,024 characters', 'a'.repeat(1_024)],
    ['1,024 characters of Latin-1', 'é'.repeat(1_024)],
    ['1,024 characters of two bytes in UTF-8', latin1OfUtf8('À'.repeat(1_024))],
    ['1,024 characters of four bytes in UTF-8', latin1OfUtf8('🏦'.repeat(1_024))],
  ])('returns true for %s', (_, value) => {
    expect(isUserAgent(value)).toBe(true);
  });

  it.each([
    ['1,025 characters', 'a'.repeat(1_025)],
    ['1,025 characters of two bytes in UTF-8', latin1OfUtf8('À'.repeat(1_025))],
    ['a tabulator', 'a\tb'],
    ['a line break', 'a\nb'],
    ['DEL', 'a\u007f'],
    ['a control character of Latin-1', 'a\u0085'],
    ['the same in UTF-8', latin1OfUtf8('a\u0085')],
  ])('returns false for %s', (_, value) => {
    expect(isUserAgent(value)).toBe(false);
  });
});

describe('fapiHeaderFaults', () => {
  it('returns none for absent headers', () => {
    expect(fapiHeaderFaults({}, [])).toEqual([]);
  });

  it('names each invalid header in a fixed order', () => {
    const headers = {
      'x-customer-user-agent': '',
      'x-fapi-interaction-id': '-',
      'x-fapi-customer-ip-address': 'x',
      'x-fapi-auth-date': 'x',
    };
    expect(fapiHeaderFaults(headers, Object.entries(headers).flat())).toEqual([
      'x-fapi-auth-date must be a date such as Sun, 10 Sep 2017 19:43:31 UTC',
      'x-fapi-customer-ip-address must be one IPv4 or IPv6 address, without port, brackets, zone id or leading zeros',
      'x-fapi-interaction-id must be 1 to 100 letters, digits and hyphens and begin with a letter or digit',
      'x-customer-user-agent is empty; send a value or leave the header out',
    ]);
  });

  it.each([
    ['Wed, 4 Mar 2020 22:53:40 GMT', 'has a day of one digit; write two: Wed, 04 Mar 2020 22:53:40 GMT'],
    ['Wed, 4 Mar 2020 22:53:40 UTC', 'has a day of one digit; write two: Wed, 04 Mar 2020 22:53:40 UTC'],
    [
      'Wed, 04 Mar 2020 22:53:40 +0000',
      'must end in GMT or UTC; convert the time, and send a date such as Sun, 10 Sep 2017 19:43:31 UTC',
    ],
    [
      'Wed, 04 Mar 2020 22:53:40 CET',
      'must end in GMT or UTC; convert the time, and send a date such as Sun, 10 Sep 2017 19:43:31 UTC',
    ],
    [
      'Wed, 04 Mar 2020 22:53:40',
      'must end in GMT or UTC; convert the time, and send a date such as Sun, 10 Sep 2017 19:43:31 UTC',
    ],
    ['Mon, 31 Feb 2020 22:53:40 GMT', 'names no date of the calendar or no time of the day; send a real one'],
    ['Wed, 04 Mar 2020 24:00:00 GMT', 'names no date of the calendar or no time of the day; send a real one'],
    ['2020-03-04T22:53:40Z', 'must be a date such as Sun, 10 Sep 2017 19:43:31 UTC'],
    ['Wed, 4 Mar 2020 22:53:40 CET', 'must be a date such as Sun, 10 Sep 2017 19:43:31 UTC'],
  ])('says of the date %s: %s', (date, sentence) => {
    expect(fapiHeaderFaults({ 'x-fapi-auth-date': date }, [])).toEqual([`x-fapi-auth-date ${sentence}`]);
  });

  it('reports a repeated header only as repeated', () => {
    const raw = ['X-Fapi-Interaction-Id', 'a', 'x-fapi-interaction-id', 'a'];
    expect(fapiHeaderFaults({ 'x-fapi-interaction-id': 'a, a' }, raw)).toEqual([
      'x-fapi-interaction-id must be given once',
    ]);
  });
});
