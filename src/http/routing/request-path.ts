/** Returns the path of a request target, without the query. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? target;
}

/** No id is longer. A longer segment may be the token of a link, or a token that a client put in the wrong place. */
const maxLoggedSegment = 40;

/** An e-mail address, at any depth of percent-encoding. */
const address = /@|%(?:25)*40/;

/** Returns the path for the log: without the query, and without segments that may be secrets or e-mail addresses. */
export function loggedPath(target: string): string {
  return pathOf(target)
    .split('/')
    .map((segment) => (segment.length > maxLoggedSegment || address.test(segment) ? '…' : segment))
    .join('/');
}

const labels = new Map<string, string>();

/** Returns the route for metrics: its pattern, without the regular expressions of its parameters. */
export function routeLabel(route: string | undefined): string {
  if (route === undefined) return 'unknown';
  const known = labels.get(route);
  if (known !== undefined) return known;
  const label = route.replace(/\([^()]*\)/g, '');
  labels.set(route, label);
  return label;
}
