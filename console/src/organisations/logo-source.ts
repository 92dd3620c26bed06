/**
 * Returns the address of an image that the page may load as a logo, or null. Images inside the address itself are always
 * allowed; those of other hosts only where the operator allows them, because a host learns who looks at the page.
 */
export function logoSource(uri: string | null, allowsOtherHosts: boolean): string | null {
  if (uri === null) return null;
  if (uri.startsWith('data:image/')) return uri;
  return allowsOtherHosts && /^https?:\/\//.test(uri) ? uri : null;
}
