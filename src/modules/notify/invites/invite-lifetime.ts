/**
 * How long an invite is good, in milliseconds: its link for no longer (contract section 1.15), and older ones do not
 * keep an organisation from being archived, as the peer has deleted them by then.
 */
export const inviteLifetimeMs = 2 * 24 * 60 * 60 * 1_000;
