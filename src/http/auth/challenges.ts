import { type ProblemHeaders, Unauthenticated } from '../errors/problem.js';
import { signatureAlgorithms } from './signature-algorithms.js';

/** How a token is shown: by whoever has it (RFC 6750), or with a proof of the key that it is bound to (RFC 9449). */
export type TokenScheme = 'Bearer' | 'DPoP';

/** Why a request with credentials is refused, by the codes of RFC 6750 §3.1 and RFC 9449 §7.1 and §9. */
export type ChallengeError = 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce';

/** The value of a WWW-Authenticate header field; that of DPoP names the algorithms of proofs (RFC 9449 §7.1). */
export function challenge(scheme: TokenScheme, parameters: Readonly<Record<string, string>> = {}): string {
  const algs = scheme === 'DPoP' ? { algs: signatureAlgorithms.join(' ') } : {};
  const pairs = Object.entries({ realm: 'organisations-directory', ...parameters, ...algs });
  return `${scheme} ${pairs.map(([name, value]) => `${name}="${quotable(value)}"`).join(', ')}`;
}

/** 401 for credentials that are not good, the sentence as the description. */
export function refusal(
  scheme: TokenScheme,
  error: ChallengeError,
  sentence: string,
  headers: ProblemHeaders = {},
): Unauthenticated {
  return new Unauthenticated(sentence, challenge(scheme, { error, error_description: sentence }), headers);
}

/** RFC 6750 §3: printable ASCII without quotes and backslashes. */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '');
}
