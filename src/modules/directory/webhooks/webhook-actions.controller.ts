import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import type { Representation } from '../../../http/responses/representation.js';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { DirectoryApi, ListOperation } from '../directory-api.decorator.js';
import { ErrorResponses } from '../errors/error-responses.js';
import { Bodiless } from '../fapi/bodiless.decorator.js';
import type { Page } from '../pagination/page.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import { WebhookReplayRequest, WebhookSecretResponse } from './webhook-actions.dto.js';
import { WebhookActionsService } from './webhook-actions.service.js';
import { WebhookPath, WebhookResponse } from './webhook.dto.js';
import { WebhookDeliveryPage, type WebhookDeliveryResponse } from './webhook-delivery.dto.js';
import { ActionOperation, LaterOperation, PatchOperation } from './webhook-operations.decorator.js';

/** The secret, the deliveries and the place in the log of one webhook. */
@DirectoryApi('Webhooks')
@Controller('webhooks/:WebhookId')
export class WebhookActionsController {
  constructor(
    private readonly webhooks: WebhookActionsService,
    private readonly paginator: Paginator,
  ) {}

  @Post('secret')
  @HttpCode(200)
  @Operation(
    'replaceWebhookSecret',
    'Make another secret',
    'Makes another secret and shows it this once. For 24 hours messages carry two signatures, so that the receiver can change over; then the former secret signs no more.',
  )
  @Requires('subscribe')
  @Bodiless()
  @ActionOperation(WebhookSecretResponse, 'The new secret')
  replaceSecret(@Param() path: WebhookPath, @CurrentAuthor() author: Author): Promise<WebhookSecretResponse> {
    return this.webhooks.replaceSecret(path.WebhookId, author);
  }

  @Post('test')
  @HttpCode(202)
  @Operation(
    'testWebhook',
    'Send a test',
    'Has a `webhook.test` sent to the Url once, whatever the status of the webhook. The attempt appears among the deliveries. It changes neither the status nor the place in the log.',
  )
  @Requires('subscribe')
  @Bodiless()
  @LaterOperation(WebhookResponse, 'The test will be sent')
  test(@Param() path: WebhookPath, @CurrentCaller() caller: Caller): Promise<WebhookResponse> {
    return this.webhooks.test(path.WebhookId, caller);
  }

  @Post('replay')
  @HttpCode(200)
  @Operation(
    'replayWebhook',
    'Send changes again',
    'Moves the place in the log: the next batch begins behind `After`. A message that is under way still arrives. A place of another log answers 410.',
  )
  @Requires('subscribe')
  @PatchOperation(WebhookResponse, 'The webhook at its new place')
  @ErrorResponses(410)
  replay(
    @Param() path: WebhookPath,
    @Body() request: WebhookReplayRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<WebhookResponse> {
    return this.webhooks.replay(path.WebhookId, request.After, caller);
  }

  @Get('deliveries')
  @Operation(
    'listWebhookDeliveries',
    'List the last deliveries',
    'Returns one page of the last 100 attempts, newest first: when, which positions, what the receiver answered, and why an attempt failed.',
  )
  @Requires('subscribe')
  @ListOperation(WebhookDeliveryPage, 'One page of attempts, newest first')
  async listDeliveries(
    @Param() path: WebhookPath,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<WebhookDeliveryResponse>>> {
    return this.paginator.present(request, await this.webhooks.listDeliveries(path.WebhookId, query, caller));
  }
}
