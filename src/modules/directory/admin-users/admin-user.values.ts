/** What an administrator's Status may be. */
export const adminUserStatuses = ['Active', 'Inactive'] as const;

export type AdminUserStatus = (typeof adminUserStatuses)[number];
