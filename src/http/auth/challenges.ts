import { type ProblemHeaders, Unauthenticated } from '../errors/problem.js';

/**
 * The signature algorithms of tokens and proofs (FAPI 2.0 Security Profile §5.4.1). `Ed25519` is RFC 9864's name for the
 * only curve of `EdDSA` that is accepted here.
 */
export const signatureAlgorithms: string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** The authentication scheme: a bearer token (RFC 6750), or a token with a proof of its key (RFC 9449). */
export type TokenScheme = 'Bearer' | 'DPoP';

/** The error codes of RFC 6750 §3.1 and RFC 9449 §7.1 and §9. */
export type ChallengeError = 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce';

/** Returns the value of a WWW-Authenticate header; DPoP names the algorithms of proofs (RFC 9449 §7.1). */
export function challenge(scheme: TokenScheme, parameters: Readonly<Record<string, string>> = {}): string {
  const algs = scheme === 'DPoP' ? { algs: signatureAlgorithms.join(' ') } : {};
  const pairs = Object.entries({ realm: 'organisations-directory', ...parameters, ...algs });
  return `${scheme} ${pairs.map(([name, value]) => `${name}="${toQuotable(value)}"`).join(', ')}`;
}

/** Returns the 401 for invalid credentials. */
export function refusal(
  scheme: TokenScheme,
  error: ChallengeError,
  sentence: string,
  headers: ProblemHeaders = {},
): Unauthenticated {
  return new Unauthenticated(sentence, challenge(scheme, { error, error_description: sentence }), headers);
}

/** Removes everything but printable ASCII without quotes and backslashes (RFC 6750 §3). */
function toQuotable(text: string): string {
  return text.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '');
}
