import { domainCandidates } from './domain-candidates.js';

describe('domainCandidates', () => {
  it.each([
    [
      'the host and what follows each dot, longest first',
      'a.b.gov.uk',
      ['a.b.gov.uk', 'b.gov.uk', 'gov.uk', 'uk'],
    ],
    ['the host in lower case', 'Team.GOV.uk', ['team.gov.uk', 'gov.uk', 'uk']],
    [
      'gov.uk for gsi.gov.uk',
      'team.cabinet-office.GSI.gov.uk',
      ['team.cabinet-office.gov.uk', 'cabinet-office.gov.uk', 'gov.uk', 'uk'],
    ],
    [
      'those of the A-labels of an international host',
      'team.Müller.example',
      ['team.xn--mller-kva.example', 'xn--mller-kva.example', 'example'],
    ],
    ['a host that has no A-labels, in lower case', 'Team.Ü_b', ['team.ü_b', 'ü_b']],
    ['gsi.gov.uk itself as it is', 'gsi.gov.uk', ['gsi.gov.uk', 'gov.uk', 'uk']],
    ['a name without dots', 'localhost', ['localhost']],
  ])('are %s', (_, host, candidates) => {
    expect(domainCandidates(host)).toEqual(candidates);
  });

  it('are no longer than the longest stored domain', () => {
    const candidates = domainCandidates(`${'a.'.repeat(8_000)}uk`);
    expect([candidates.length, candidates[0]?.length]).toEqual([126, 252]);
  });
});
