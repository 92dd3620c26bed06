/** Statuses of an invite (contract section 2.1). Only a pending one changes. */
export const inviteStatuses = ['pending', 'accepted', 'cancelled'] as const;

export type InviteStatus = (typeof inviteStatuses)[number];
