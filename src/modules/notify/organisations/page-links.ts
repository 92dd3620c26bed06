import type { PageRequest } from './organisation-summary.js';

/** The Link header of a page of the list (RFC 8288): first and last always, prev and next where there is such a page. */
export function pageLinks({ number, size }: PageRequest, total: number): string {
  const last = Math.max(Math.ceil(total / size), 1);
  const links: [relation: string, page: number][] = [['first', 1]];
  if (number > 1) links.push(['prev', Math.min(number - 1, last)]);
  if (number < last) links.push(['next', number + 1]);
  links.push(['last', last]);
  return links
    .map(([relation, page]) => `</organisation?page=${page}&page_size=${size}>; rel="${relation}"`)
    .join(', ');
}
