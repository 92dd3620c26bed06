import type { Page } from './page.js';

/**
 * The Link header of a page (RFC 8288): first and last always, prev and next where there is such a page. `target` is
 * the request target; every parameter but `page` is kept. Past the end, prev is the last page there is.
 */
export function pageLinks(target: string, page: Pick<Page<unknown>, 'pageNumber' | 'totalPages'>): string {
  const last = Math.max(page.totalPages - 1, 0);
  const links: [string, number][] = [['first', 0]];
  if (page.pageNumber > 0 && page.totalPages > 0) links.push(['prev', Math.min(page.pageNumber - 1, last)]);
  if (page.pageNumber < last) links.push(['next', page.pageNumber + 1]);
  links.push(['last', last]);
  return links.map(([relation, number]) => `<${pageTarget(target, number)}>; rel="${relation}"`).join(', ');
}

function pageTarget(target: string, number: number): string {
  const start = target.indexOf('?');
  const path = start < 0 ? target : target.slice(0, start);
  const parameters = new URLSearchParams(start < 0 ? '' : target.slice(start + 1));
  parameters.set('page', String(number));
  return `${path}?${parameters.toString()}`;
}
