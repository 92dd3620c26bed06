import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../../auth/actor.js';
import { NeedsScope } from '../../auth/needs-scope.decorator.js';
import { NotifyApi, Reads } from '../../notify-api.decorator.js';
import { idSegment } from '../../notify-paths.js';
import { PathId, QueryText } from '../../validation/parameters.js';
import { EmailsSentResponse } from './emails-sent.response.dto.js';
import { EmailsSentService } from './emails-sent.service.js';

/** The e-mails of the outbox. */
@NotifyApi('E-mails')
@Controller('service')
export class EmailsSentController {
  constructor(private readonly emails: EmailsSentService) {}

  @Get(`${idSegment('service_id')}/notifications`)
  @Operation(
    'listEmailsSent',
    'List the e-mails of the Notify service',
    'Returns one page of the e-mails of this service with their delivery status, newest first. Only the Notify service has e-mails here; for any other service the list is empty. For a key without the scope `mail`, the links of invitations end in `***`.',
  )
  @NeedsScope('read')
  @Reads(EmailsSentResponse, 'One page, newest first')
  list(
    @PathId('service_id') serviceId: string,
    @QueryText('page', 'Counts from 1') page: string | undefined,
    @QueryText('page_size', '1 to 250, otherwise 50') pageSize: string | undefined,
    @QueryText('status', 'created, sent, permanent-failure or technical-failure') status: string | undefined,
    @QueryText('template_type', 'email; the other types have none here') templateType: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<EmailsSentResponse> {
    return this.emails.list(serviceId, { page, pageSize, status, templateType }, actor);
  }
}
