import { objectClaim, textClaim, type TokenClaims } from '../../../http/auth/token-claims.js';
import type { LoggedIdentity } from '../../../http/lifecycle/request-origin.js';
import type { PersonalHash } from '../../../security-events/personal-hash.js';
import { clientOf } from './caller.js';

/** The claims of a remembered token are the same object for all of its requests. */
const identities = new WeakMap<TokenClaims, LoggedIdentity>();

/** Returns the identity of a valid token for the logs, even if its user may do nothing. */
export function identityFromClaims(claims: TokenClaims, hash: PersonalHash): LoggedIdentity {
  const known = identities.get(claims);
  if (known !== undefined) return known;
  const client = clientOf(claims);
  const jti = textClaim(claims, 'jti');
  const person = personOf(claims, client);
  const identity = {
    clientId: hash.idOf(client),
    user: person === null ? null : hash.of(person),
    jti: jti === null ? null : hash.idOf(jti),
  };
  identities.set(claims, identity);
  return identity;
}

/** Returns the address of the token's person, or their subject; null for a client on its own behalf. */
function personOf(claims: TokenClaims, client: string): string | null {
  const profile = objectClaim(claims, 'trust_framework_profile');
  const address =
    textClaim(objectClaim(profile, 'basic_information'), 'user_email') ?? textClaim(claims, 'email');
  const subject = textClaim(claims, 'sub');
  return address ?? (subject === client ? null : subject);
}
