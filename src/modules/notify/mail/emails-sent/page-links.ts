import type { PageLinksResponse } from './emails-sent.response.dto.js';

/** The input of the links of a page. */
export interface LinkedPage {
  /** Path of the list, without a query. */
  readonly path: string;
  /** The query parameters received, without `page`. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

/** Returns links to the previous and next page, and to the last one if there is a next, as the peer does. */
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
