/** The longest domain that is stored, in characters. */
const maxDomainLength = 253;

/**
 * What may be stored as the domain of an address's host: the host itself and what follows each of its dots, longest
 * first (contract section 1.3). The government's old secure domain counts as `gov.uk`.
 */
export function domainCandidates(host: string): string[] {
  const name = host.toLowerCase().replaceAll('.gsi.gov.uk', '.gov.uk');
  const candidates: string[] = [];
  for (let start = 0; start >= 0; start = nextLabel(name, start)) {
    if (name.length - start <= maxDomainLength) candidates.push(name.slice(start));
  }
  return candidates;
}

/** Where the label after the one at `start` begins; -1 behind the last. */
function nextLabel(name: string, start: number): number {
  const dot = name.indexOf('.', start);
  return dot < 0 ? -1 : dot + 1;
}
