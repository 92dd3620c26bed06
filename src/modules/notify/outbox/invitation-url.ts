const path = '/organisation-invitation/';

/** Returns the link of an invitation. */
export function invitationUrl(base: string, token: string): string {
  return `${base}${path}${token}`;
}

/** Returns the link without the token, which lets its holder accept the invitation. */
export function withoutToken(url: string): string {
  return `${url.slice(0, url.lastIndexOf(path))}${path}***`;
}
