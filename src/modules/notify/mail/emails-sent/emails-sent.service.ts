import { Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { NoResultFound } from '../../errors/notify-problems.js';
import { notifyServiceId } from '../../fixed-ids.js';
import { checkQuery, type EmailsSentQuery } from './emails-sent-query.js';
import { EmailsSentRepository } from './emails-sent.repository.js';
import type { EmailsSentResponse } from './emails-sent.response.dto.js';
import { pageLinks } from './page-links.js';
import { toSentEmailResponse } from './sent-email.mapper.js';

/** Lists the e-mails of a service. */
@Injectable()
export class EmailsSentService {
  constructor(private readonly emails: EmailsSentRepository) {}

  /**
   * Lists the mails of a service. The Notify service sends all of them, so any other has none. A caller without the scope
   * `mail` sees no tokens of invitation links.
   * @throws RuleBroken for a wrong parameter, NoResultFound for an unknown service
   */
  async list(serviceId: string, query: EmailsSentQuery, actor: Actor): Promise<EmailsSentResponse> {
    const { isAboutEmail, ...page } = checkQuery(query);
    if (!(await this.emails.hasService(serviceId))) throw new NoResultFound();
    const { rows, total } =
      isAboutEmail && serviceId === notifyServiceId
        ? await this.emails.listPage(page)
        : { rows: [], total: 0 };
    return {
      links: pageLinks({
        path: `/service/${serviceId}/notifications`,
        parameters: { page_size: query.pageSize, status: query.status, template_type: query.templateType },
        ...page,
        total,
      }),
      notifications: rows.map((row) => toSentEmailResponse(row, actor.scopes.includes('mail'))),
      page_size: page.pageSize,
      total,
    };
  }
}
