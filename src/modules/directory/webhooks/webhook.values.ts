/** Pending waits for its verification; Paused and Disabled get nothing. */
export const webhookStatuses = ['Pending', 'Active', 'Paused', 'Disabled'] as const;
export type WebhookStatus = (typeof webhookStatuses)[number];

/** The kinds of message that a receiver gets. */
export const deliveryTypes = ['webhook.verification', 'webhook.test', 'organisation.changes'] as const;
export type DeliveryType = (typeof deliveryTypes)[number];
