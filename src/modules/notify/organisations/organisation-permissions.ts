/** What an organisation may be allowed: one thing, in the peer's words and in the published ones (contract section 0). */
export const organisationPermissions = ['can_ask_to_join_a_service', 'can_ask_to_join_service'] as const;
