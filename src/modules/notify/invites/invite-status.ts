/** What may become of an invite, in any order (contract section 2.1). */
export const inviteStatuses = ['pending', 'accepted', 'cancelled'] as const;

export type InviteStatus = (typeof inviteStatuses)[number];
