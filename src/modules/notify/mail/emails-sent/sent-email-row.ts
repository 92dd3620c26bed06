import type { Email } from '../email.entity.js';

/** A mail of the outbox, its times as text in UTC. */
export type SentEmailRow = Pick<
  Email,
  'id' | 'templateId' | 'recipient' | 'replyTo' | 'personalisation' | 'status' | 'attempts' | 'lastError'
> & { readonly createdAt: string; readonly updatedAt: string | null; readonly sentAt: string | null };
