import { toDomain } from './domain-name.js';

describe('toDomain', () => {
  it.each([
    ['education.gov.uk', 'education.gov.uk'],
    ['  Education.GOV.uk\t', 'education.gov.uk'],
    ['gov.uk', 'gov.uk'],
    ['3-counties.nhs.uk', '3-counties.nhs.uk'],
    ['example.xn--p1ai', 'example.xn--p1ai'],
    [`${'a'.repeat(63)}.uk`, `${'a'.repeat(63)}.uk`],
  ])('normalises %j to %j', (text, domain) => {
    expect(toDomain(text)).toBe(domain);
  });

  it.each([
    ['one label', 'uk'],
    ['nothing', ''],
    ['blanks', '  '],
    ['an empty label', 'a..uk'],
    ['a dot at the beginning', '.gov.uk'],
    ['a dot at the end', 'gov.uk.'],
    ['an address', 'someone@gov.uk'],
    ['a blank inside', 'go v.uk'],
    ['a hyphen at the end of a label', 'gov-.uk'],
    ['a hyphen at the beginning of a label', '-gov.uk'],
    ['an underscore', 'my_gov.uk'],
    ['a letter outside ASCII', 'bücher.uk'],
    ['an IP address', '10.0.0.1'],
    ['a port', 'gov.uk:80'],
    ['NUL', 'gov\u0000.uk'],
    ['a label of 64', `${'a'.repeat(64)}.uk`],
    ['254 characters', `${'a.'.repeat(126)}uk`],
  ])('rejects %s', (_, text) => {
    expect(toDomain(text)).toBeNull();
  });
});
