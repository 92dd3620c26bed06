/** Statuses of an invite; any may follow any other (contract section 2.1). */
export const inviteStatuses = ['pending', 'accepted', 'cancelled'] as const;

export type InviteStatus = (typeof inviteStatuses)[number];
