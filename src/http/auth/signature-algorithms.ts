/**
 * FAPI 2.0 Security Profile §5.4.1: tokens and proofs are signed with these and no others; `Ed25519` is RFC 9864's name
 * for what `EdDSA` means here.
 */
export const signatureAlgorithms: string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];
