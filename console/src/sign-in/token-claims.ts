/** The claims of an access token that the console reads; the directory alone decides by them. */
export interface TokenClaims {
  readonly [name: string]: unknown;
  readonly email?: string;
  readonly trust_framework_profile?: {
    readonly super_user?: boolean;
    readonly basic_information?: { readonly user_email?: string };
  };
}

/** Returns the claims of a JWT without checking it, or null for an opaque token. */
export function claimsOf(token: string): TokenClaims | null {
  const [, payload] = token.split('.');
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) as TokenClaims;
  } catch {
    return null;
  }
}

/** Returns the address of the user as the directory reads it; null if the token has none. */
export function emailOf(claims: TokenClaims | null): string | null {
  return claims?.trust_framework_profile?.basic_information?.user_email ?? claims?.email ?? null;
}

/** True for a super user, to whom the console offers what operators may do. */
export function isSuperUser(claims: TokenClaims | null): boolean {
  return claims?.trust_framework_profile?.super_user === true;
}
