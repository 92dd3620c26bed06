import { domainCandidates } from './domain-candidates.js';
import { toDomain } from './domain-name.js';

it.each(['team.gov.uk', 'müller.example', 'dept.gsi.gov.uk', 'Bücher.GSI.gov.uk'])(
  'the stored form of %s is the first candidate of its lookup, and its own stored form',
  (text) => {
    const stored = toDomain(text) ?? '';
    expect(domainCandidates(text)[0]).toBe(stored);
    expect(domainCandidates(stored)[0]).toBe(stored);
    expect(toDomain(stored)).toBe(stored);
  },
);

describe('toDomain', () => {
  it.each([
    ['education.gov.uk', 'education.gov.uk'],
    ['  Education.GOV.uk\t', 'education.gov.uk'],
    ['gov.uk', 'gov.uk'],
    ['3-counties.nhs.uk', '3-counties.nhs.uk'],
    ['example.xn--p1ai', 'example.xn--p1ai'],
    [`${'a'.repeat(63)}.uk`, `${'a'.repeat(63)}.uk`],
    ['müller.example', 'xn--mller-kva.example'],
    ['MÜLLER.Example', 'xn--mller-kva.example'],
    ['XN--MLLER-KVA.example', 'xn--mller-kva.example'],
    ['ａcademy.uk', 'academy.uk'],
    ['dept.gsi.gov.uk', 'dept.gov.uk'],
    ['Team.Dept.GSI.gov.uk', 'team.dept.gov.uk'],
    ['dept.gsi.gsi.gov.uk', 'dept.gov.uk'],
    ['gsi.gov.uk', 'gsi.gov.uk'],
    ['nhs.net', 'nhs.net'],
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
    ['an A-label of no international label', 'xn--zzzz.uk'],
    ['an address in hexadecimal', '0x7f.1'],
    ['a slash', 'gov.uk/path'],
    ['a percent escape', 'g%6fv.uk'],
    ['a line break inside', 'gov\n.uk'],
    ['an international label of more than 63', `${'ü'.repeat(64)}.uk`],
    ['an IP address', '10.0.0.1'],
    ['a port', 'gov.uk:80'],
    ['NUL', 'gov\u0000.uk'],
    ['a label of 64', `${'a'.repeat(64)}.uk`],
    ['254 characters', `${'a.'.repeat(126)}uk`],
  ])('rejects %s', (_, text) => {
    expect(toDomain(text)).toBeNull();
  });
});
