import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import type { Answer } from '../../support/answer.js';
import { expectErrors, expectFreshInteractionId, sentencesOf } from '../../support/framing.js';
import { admin, software } from '../../support/identities.js';
import { sendRequest } from '../../support/raw-http.js';

type Header = readonly [name: string, value: string];

describe('the request headers', () => {
  let service: TestApp;
  let readerToken: string;
  let writerToken: string;
  beforeAll(async () => {
    service = await startApp();
    readerToken = await service.issuer.token(software);
    writerToken = await service.issuer.token(admin);
  });
  afterAll(() => service.close());

  const get = (...headers: readonly Header[]): Promise<Answer> =>
    sendRequest(service.origin, { headers: [['Authorization', `Bearer ${readerToken}`], ...headers] });
  const post = (...headers: readonly Header[]): Promise<Answer> =>
    sendRequest(service.origin, {
      method: 'POST',
      headers: [['Authorization', `Bearer ${writerToken}`], ...headers],
      body: JSON.stringify(anOrganisationBody()),
    });

  it('are all optional', async () => {
    expect((await get()).status).toBe(200);
  });

  describe('x-fapi-auth-date', () => {
    it.each([
      'Sun, 10 Sep 2017 19:43:31 UTC',
      'Sun, 10 Sep 2017 19:43:31 GMT',
      'Thu, 29 Feb 2024 00:00:00 GMT',
      'Tue, 29 Feb 2000 23:59:59 GMT',
      'Sat, 31 Jan 2026 12:00:00 UTC',
      'Fri, 31 Dec 9999 23:59:59 GMT',
      // The weekday is not compared: 10 September 2017 was a Sunday.
      'Mon, 10 Sep 2017 19:43:31 UTC',
    ])('accepts %s', async (value) => {
      expect((await get(['x-fapi-auth-date', value])).status).toBe(200);
    });

    it.each([
      ['a day that the month lacks', 'Wed, 31 Feb 2024 10:00:00 GMT'],
      ['the 29th of February in an ordinary year', 'Sun, 29 Feb 2026 10:00:00 GMT'],
      ['the 29th of February in a century that is no leap year', 'Thu, 29 Feb 1900 10:00:00 GMT'],
      ['the 31st of April', 'Fri, 31 Apr 2026 10:00:00 GMT'],
      ['day 00', 'Sun, 00 Sep 2017 19:43:31 UTC'],
      ['day 32', 'Sun, 32 Jan 2017 19:43:31 UTC'],
      ['hour 24', 'Sun, 10 Sep 2017 24:00:00 UTC'],
      ['minute 60', 'Sun, 10 Sep 2017 19:60:31 UTC'],
      ['second 60', 'Sun, 10 Sep 2017 19:43:60 UTC'],
      ['another time zone', 'Sun, 10 Sep 2017 19:43:31 EST'],
      ['an offset', 'Sun, 10 Sep 2017 19:43:31 +0000'],
      ['no time zone', 'Sun, 10 Sep 2017 19:43:31'],
      ['lower case', 'sun, 10 sep 2017 19:43:31 utc'],
      ['an unknown weekday', 'Son, 10 Sep 2017 19:43:31 UTC'],
      ['an unknown month', 'Sun, 10 Sept 2017 19:43:31 UTC'],
      ['one digit for the day', 'Sun, 1 Sep 2017 19:43:31 UTC'],
      ['two digits for the year', 'Sun, 10 Sep 17 19:43:31 UTC'],
      ['ISO 8601', '2017-09-10T19:43:31Z'],
      ['the date of RFC 850', 'Sunday, 10-Sep-17 19:43:31 GMT'],
      ['text behind the date', 'Sun, 10 Sep 2017 19:43:31 UTC, again'],
      ['nothing', ''],
    ])('rejects %s', async (_, value) => {
      const answer = await get(['x-fapi-auth-date', value]);
      expectErrors(answer, 400);
      expect(sentencesOf(answer)).toEqual([expect.stringContaining('x-fapi-auth-date')]);
    });
  });

  describe('x-fapi-customer-ip-address', () => {
    it.each([
      '198.51.100.119',
      '0.0.0.0',
      '255.255.255.255',
      '2001:DB8::1893:25c8:1946',
      '2001:db8:0:0:0:0:0:1',
      '::',
      '::1',
      '1::',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      'fe80::0001',
      '::ffff:198.51.100.119',
      '64:ff9b::192.0.2.33',
    ])('accepts %s', async (value) => {
      expect((await get(['x-fapi-customer-ip-address', value])).status).toBe(200);
    });

    it.each([
      ['a part over 255', '198.51.100.256'],
      ['three parts', '198.51.100'],
      ['five parts', '198.51.100.119.1'],
      ['a whole number', '3325256823'],
      ['a hexadecimal part', '0xc6.51.100.119'],
      ['leading zeros', '198.051.100.119'],
      ['leading zeros in an IPv6 address', '::ffff:198.051.100.119'],
      ['a hexadecimal part in an IPv6 address', '::ffff:0x1.2.3.4'],
      ['a zone id', 'fe80::1%eth0'],
      ['brackets', '[2001:db8::1]'],
      ['a port', '198.51.100.119:443'],
      ['a prefix length', '198.51.100.0/24'],
      ['two gaps', '1::2::3'],
      ['nine groups', '1:2:3:4:5:6:7:8:9'],
      ['seven groups', '1:2:3:4:5:6:7'],
      ['a group of five digits', '2001:0db80::1'],
      ['a letter behind f', '2001:db8::g'],
      ['a host name', 'localhost'],
      ['two addresses', '198.51.100.119, 198.51.100.120'],
      ['nothing', ''],
    ])('rejects %s', async (_, value) => {
      const answer = await get(['x-fapi-customer-ip-address', value]);
      expectErrors(answer, 400);
      expect(sentencesOf(answer)).toEqual([expect.stringContaining('x-fapi-customer-ip-address')]);
    });
  });

  describe('x-fapi-interaction-id', () => {
    it.each(['a', '0', 'AbC-1', 'c0ffee00-0000-4000-8000-000000000001', 'a--', `a${'-'.repeat(99)}`])(
      'accepts %s and returns it unchanged',
      async (value) => {
        const answer = await get(['x-fapi-interaction-id', value]);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('x-fapi-interaction-id')).toBe(value);
      },
    );

    it.each([
      ['101 characters', 'a'.repeat(101)],
      ['a hyphen in front', '-abc'],
      ['an underscore', 'a_b'],
      ['a full stop', 'a.b'],
      ['a blank inside', 'a b'],
      ['braces', '{c0ffee00-0000-4000-8000-000000000001}'],
      ['markup', '<script>'],
      ['letters beyond ASCII', 'é'],
      ['nothing', ''],
    ])('rejects %s and returns a new UUID', async (_, value) => {
      const answer = await get(['x-fapi-interaction-id', value]);
      expectErrors(answer, 400);
      expect(sentencesOf(answer)).toEqual([expect.stringContaining('x-fapi-interaction-id')]);
      expectFreshInteractionId(answer);
    });
  });

  describe('x-customer-user-agent', () => {
    it.each([
      ['an ordinary one', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
      ['1,024 characters', 'a'.repeat(1_024)],
      ['1,024 characters of more than one byte each', 'À'.repeat(1_024)],
      ['markup, which nobody reads here', '<b>'],
      ['one character', 'a'],
    ])('accepts %s', async (_, value) => {
      expect((await get(['x-customer-user-agent', value])).status).toBe(200);
    });

    it.each([
      ['1,025 characters', 'a'.repeat(1_025)],
      ['1,025 characters of more than one byte each', 'À'.repeat(1_025)],
      ['a tabulator', 'a\tb'],
      ['a control character of Latin-1', 'a\u0085b'],
      ['nothing', ''],
    ])('rejects %s', async (_, value) => {
      const answer = await get(['x-customer-user-agent', value]);
      expectErrors(answer, 400);
      expect(sentencesOf(answer)).toEqual([expect.stringContaining('x-customer-user-agent')]);
    });

    it.each(['\u0001', '\u007f', '\u001b'])('rejects the control character %j', async (value) => {
      expectErrors(await get(['x-customer-user-agent', `a${value}b`]), 400);
    });
  });

  it.each([
    ['x-fapi-auth-date', 'Sun, 10 Sep 2017 19:43:31 UTC'],
    ['x-fapi-customer-ip-address', '198.51.100.119'],
    ['x-fapi-interaction-id', 'abc'],
    ['x-customer-user-agent', 'Browser/1.0'],
  ])('rejects a repeated %s with the same value', async (name, value) => {
    const answer = await get([name, value], [name.toUpperCase(), value]);
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([`${name} must be given once`]);
  });

  it('report all errors together, each with the name of its header', async () => {
    const answer = await get(
      ['x-fapi-auth-date', 'yesterday'],
      ['x-fapi-customer-ip-address', 'here'],
      ['x-fapi-interaction-id', '-'],
      ['x-customer-user-agent', ''],
    );
    expectErrors(answer, 400);
    expect(sentencesOf(answer)).toEqual([
      expect.stringMatching(/^x-fapi-auth-date /),
      expect.stringMatching(/^x-fapi-customer-ip-address /),
      expect.stringMatching(/^x-fapi-interaction-id /),
      expect.stringMatching(/^x-customer-user-agent /),
    ]);
  });

  describe('Accept', () => {
    it.each([
      '',
      '*/*',
      'application/*',
      'Application/*',
      'application/json',
      'Application/JSON',
      'application/json;charset=utf-8',
      'application/json; charset=UTF-8',
      'application/json; charset="utf-8"',
      'application/json;',
      'text/html, application/json',
      'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'text/html;q=1, application/json;q=0.001',
      'application/json ; q=0.5',
      'application/json;charset=utf-8;q=0.5',
      'text/html, , application/json',
      'application/json;charset=iso-8859-1, */*;q=0.1',
      'application/*;q=0, application/json',
      '*/*;q=0, application/*;q=0.3',
      'application/*+json, application/json',
    ])('accepts %j', async (value) => {
      const answer = await get(['Accept', value]);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    });

    it.each([
      'text/html',
      'application/xml',
      'application/jsonp',
      'text/*',
      'application/*+json',
      'application/hal+json',
      'application/json;q=0',
      'application/json;q=0.000',
      'application/json;charset=utf-8;q=0',
      '*/*;q=0',
      'application/json;q=0, */*',
      'application/json;q=0, application/*;q=1',
      'application/*;q=0, */*',
      'application/json;charset=iso-8859-1',
      'application/json;charset=utf-16, text/html',
      'json',
    ])('rejects %j', async (value) => {
      expectErrors(await get(['Accept', value]), 406);
    });

    it('is read as one list when repeated', async () => {
      expect((await get(['Accept', 'text/html'], ['Accept', 'application/json'])).status).toBe(200);
      expectErrors(await get(['Accept', 'application/json;q=0'], ['Accept', '*/*']), 406);
    });
  });

  describe('Content-Type of a body', () => {
    it.each([
      'application/json',
      'Application/JSON',
      'application/json;charset=utf-8',
      'application/json; charset=UTF-8',
      'application/json ; charset="utf-8"',
      'application/json;',
    ])('may be %j', async (value) => {
      expect((await post(['Content-Type', value])).status).toBe(201);
    });

    it.each([
      '',
      'text/plain',
      'text/json',
      'application/xml',
      'application/merge-patch+json',
      'application/jsonp',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=iso-8859-1',
      'application/json; charset=utf-16',
      'application/json; charset',
      'application/json; charset="utf-8',
      'application/json, text/plain',
      'application',
      '/json',
      ';;',
    ])('may not be %j', async (value) => {
      expectErrors(await post(['Content-Type', value]), 415);
    });

    it('may not be absent', async () => {
      expectErrors(await post(), 415);
    });
  });

  describe('Content-Encoding', () => {
    it.each(['gzip', 'deflate', 'br', 'identity', ''])('rejects a body encoded as %j', async (value) => {
      expectErrors(await post(['Content-Type', 'application/json'], ['Content-Encoding', value]), 415);
    });
  });
});
