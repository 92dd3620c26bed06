import type { Personalisation } from '../../outbox/personalisation.js';
import { withoutToken } from '../../outbox/invitation-url.js';
import { templateIds } from '../../outbox/template-ids.js';
import { findTemplate } from '../templates/find-template.js';
import type { EmailTemplateResponse, SentEmailResponse } from './emails-sent.response.dto.js';
import type { Email } from '../email.entity.js';

/** A mail of the outbox, its times as text in UTC. */
export type SentEmailRow = Pick<
  Email,
  'id' | 'templateId' | 'recipient' | 'replyTo' | 'personalisation' | 'status' | 'attempts' | 'lastError'
> & { readonly createdAt: string; readonly updatedAt: string | null; readonly sentAt: string | null };

/** Maps a row of the outbox to its response, with or without the tokens of invitation links. */
export function toSentEmailResponse(row: SentEmailRow, showsTokens: boolean): SentEmailResponse {
  return {
    attempts: row.attempts,
    created_at: row.createdAt,
    id: row.id,
    last_error: row.lastError,
    notification_type: 'email',
    personalisation: sorted(showsTokens ? row.personalisation : masked(row)),
    reply_to_text: row.replyTo,
    sent_at: row.sentAt,
    status: row.status,
    template: toTemplateResponse(row.templateId),
    to: row.recipient,
    updated_at: row.updatedAt,
  };
}

/** A template that this version lacks has its id as its name. */
function toTemplateResponse(id: string): EmailTemplateResponse {
  const { name, subject, version } = findTemplate(id) ?? { name: '', subject: '', version: 0 };
  return { id, name, subject, template_type: 'email', version };
}

function masked({ templateId, personalisation }: SentEmailRow): Personalisation {
  const { url } = personalisation;
  const hasToken = templateId === templateIds.organisationInvitation && typeof url === 'string';
  return hasToken ? { ...personalisation, url: withoutToken(url) } : personalisation;
}

function sorted(personalisation: Personalisation): Personalisation {
  return Object.fromEntries(Object.entries(personalisation).sort(([one], [other]) => (one < other ? -1 : 1)));
}
