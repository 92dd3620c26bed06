import type { PageLinksResponse } from './emails-sent.response.dto.js';

/** What the links of a page are made from. */
export interface LinkedPage {
  /** Of the list, without a query. */
  readonly path: string;
  /** The parameters that were sent, but for the page. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

/** Links to the neighbours of a page, and to the last one where there is a next (the peer's way). */
export function pageLinks({ path, parameters, page, pageSize, total }: LinkedPage): PageLinksResponse {
  const lastPage = Math.ceil(total / pageSize);
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  const linkTo = (number: number): string =>
    `${path}?${new URLSearchParams([['page', String(number)], ...given]).toString()}`;
  return {
    ...(page < lastPage ? { last: linkTo(lastPage), next: linkTo(page + 1) } : {}),
    ...(page > 1 ? { prev: linkTo(page - 1) } : {}),
  };
}
