/** Path of the console, such as `/console`, without a slash at the end. */
export const consolePath = new URL('.', document.baseURI).pathname.replace(/\/$/, '');

/** Address of the directory, with its base path and a slash at the end. */
export const directoryUrl = new URL('..', document.baseURI).href;

/** Routes of the pages as the router matches them. */
export const routes = {
  overview: '/',
  organisations: '/organisations',
  newOrganisation: '/new-organisation',
  organisation: '/organisations/:id',
  editOrganisation: '/organisations/:id/edit',
  administrators: '/organisations/:id/administrators',
  flags: '/flags',
  newFlag: '/new-flag',
  flag: '/flags/:id',
  changes: '/changes',
  webhooks: '/webhooks',
  newWebhook: '/new-webhook',
  webhook: '/webhooks/:id',
  import: '/import',
  developer: '/developer',
} as const;

export type RouteName = keyof typeof routes;

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Returns the address of a page; values of the query that are null, undefined, false or empty are left out. */
export function pathTo(
  name: RouteName,
  { id = '', ...query }: Query & { readonly id?: string } = {},
): string {
  const path = consolePath + routes[name].replace(':id', encodeURIComponent(id));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== false && value !== '')
      search.set(key, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
