const roots = ['organisation', 'user', 'service', 'email-branding', 'letter-branding', 'invite', '_status'];
const notifyPath = new RegExp(`^/(${roots.join('|')})(/|$)`);

/** True for the paths that the Notify API owns; the path has no query. */
export function isNotifyPath(path: string): boolean {
  return notifyPath.test(path);
}

const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** Returns a route segment that matches only a UUID. */
export function idSegment(name: string): string {
  return `:${name}(^${uuid}$)`;
}
