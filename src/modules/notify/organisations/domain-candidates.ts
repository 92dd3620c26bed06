import { toLookupForm } from './domain-name.js';

/** The longest domain that is stored, in characters. */
const maxDomainLength = 253;

/**
 * Returns the domains that can own a host, longest first: the host itself and the part after each of its dots
 * (contract section 1.3), in the form in which domains are stored.
 */
export function domainCandidates(host: string): string[] {
  const name = toLookupForm(host);
  const candidates: string[] = [];
  for (let start = 0; start >= 0; start = nextLabel(name, start)) {
    if (name.length - start <= maxDomainLength) candidates.push(name.slice(start));
  }
  return candidates;
}

/** Returns the index of the label after the one at `start`, -1 if there is no further label. */
function nextLabel(name: string, start: number): number {
  const dot = name.indexOf('.', start);
  return dot < 0 ? -1 : dot + 1;
}
