/**
 * Lifetime of an invite and its link, in milliseconds (contract section 1.15). An expired invite does not prevent
 * archiving its organisation, because the peer has deleted it by then.
 */
export const inviteLifetimeMs = 2 * 24 * 60 * 60 * 1_000;
