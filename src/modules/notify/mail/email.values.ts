/** `created` waits to be sent; the two failures are final. */
export const emailStatuses = ['created', 'sent', 'permanent-failure', 'technical-failure'] as const;

export type EmailStatus = (typeof emailStatuses)[number];
