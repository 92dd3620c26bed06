import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
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
  @ApiOperation({ summary: 'List the e-mails that were sent in the name of the Notify service' })
  @Reads(EmailsSentResponse, 'One page, newest first')
  list(
    @PathId('service_id') serviceId: string,
    @QueryText('page', 'Counts from 1') page: string | undefined,
    @QueryText('page_size', '1 to 250, otherwise 50') pageSize: string | undefined,
    @QueryText('status', 'created, sent, permanent-failure or technical-failure') status: string | undefined,
    @QueryText('template_type', 'email; the other types have none here') templateType: string | undefined,
  ): Promise<EmailsSentResponse> {
    return this.emails.list(serviceId, { page, pageSize, status, templateType });
  }
}
