/** Returns the scopes of the claim `scope`: text with blanks (RFC 8693), or a list as some issuers write it. */
export function scopesOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((scope) => scope !== '');
  return Array.isArray(claim) ? claim.map(String) : [];
}
