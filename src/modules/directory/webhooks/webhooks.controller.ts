import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { jsonType, mergePatchType } from '../../../http/validation/media-types.js';
import { type Author, CurrentAuthor } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/caller.decorator.js';
import { Requires } from '../auth/requires.decorator.js';
import { CreationOperation, DirectoryApi, ListOperation, ReadOperation } from '../directory-api.decorator.js';
import { ErrorResponses } from '../errors/error-responses.js';
import { Patchable } from '../fapi/patchable.decorator.js';
import type { Page } from '../pagination/page.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { Paginator } from '../pagination/paginator.js';
import {
  CreatedWebhookResponse,
  WebhookCreateRequest,
  WebhookPage,
  WebhookPatchRequest,
  WebhookPath,
  WebhookResponse,
} from './webhook.dto.js';
import { DeletionOperation, PatchOperation } from './webhook-operations.decorator.js';
import { WebhooksService } from './webhooks.service.js';

/** Subscriptions to the change log. */
@DirectoryApi('Webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly paginator: Paginator,
  ) {}

  @Get()
  @Operation(
    'listWebhooks',
    'List webhooks',
    'Returns one page of the webhooks of the calling client, or of all clients for an operator, in the order of their creation. Secrets are never shown.',
  )
  @Requires('subscribe')
  @ListOperation(WebhookPage, 'One page of webhooks')
  async list(
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<Representation<Page<WebhookResponse>>> {
    return this.paginator.present(request, await this.webhooks.list(query, caller));
  }

  @Post()
  @Operation(
    'createWebhook',
    'Create a webhook',
    'Creates a Pending webhook and shows its secret this once. The receiver first gets a `webhook.verification` with a `challenge`; after it has answered that challenge, the webhook is Active and gets the changes behind `After`, in order. The receiver gets what the token of this request may read. A host with an address that is not public is refused. A client has at most 20 webhooks; one more answers 409.',
  )
  @Requires('subscribe')
  @CreationOperation(CreatedWebhookResponse, 'The new webhook with its secret')
  @ErrorResponses(410)
  async create(
    @Body() creation: WebhookCreateRequest,
    @CurrentAuthor() author: Author,
  ): Promise<Representation<CreatedWebhookResponse>> {
    const { webhook, entityTag } = await this.webhooks.create(creation, author);
    return new Representation(webhook, { etag: entityTag, location: `/webhooks/${webhook.WebhookId}` });
  }

  @Get(':WebhookId')
  @Operation(
    'getWebhook',
    'Get a webhook',
    'Returns a webhook: its status, and the place in the log up to which everything is delivered. A webhook of another client answers 404, as an unknown id does.',
  )
  @Requires('subscribe')
  @ReadOperation(WebhookResponse, 'The webhook')
  get(@Param() path: WebhookPath, @CurrentCaller() caller: Caller): Promise<WebhookResponse> {
    return this.webhooks.get(path.WebhookId, caller);
  }

  @Patch(':WebhookId')
  @Operation(
    'patchWebhook',
    'Change a webhook',
    'Applies a JSON Merge Patch (RFC 7396). `Status` Paused stops sending; Active starts it again through a new verification. Another Url is verified anew, and the webhook keeps its place in the log. From then on the receiver gets what the token of this request may read, unless an operator changes the webhook of another client.',
  )
  @ApiConsumes(mergePatchType, jsonType)
  @Requires('subscribe')
  @Patchable()
  @PatchOperation(WebhookResponse, 'The webhook as it is now')
  patch(
    @Param() path: WebhookPath,
    @Body() patch: WebhookPatchRequest,
    @CurrentAuthor() author: Author,
  ): Promise<WebhookResponse> {
    return this.webhooks.patch(path.WebhookId, patch, author);
  }

  @Delete(':WebhookId')
  @HttpCode(204)
  @Operation(
    'deleteWebhook',
    'Delete a webhook',
    'Deletes the webhook with its secrets, its place in the log and its deliveries. A message that is under way still arrives.',
  )
  @Requires('subscribe')
  @DeletionOperation('The webhook is deleted')
  async delete(@Param() path: WebhookPath, @CurrentAuthor() author: Author): Promise<void> {
    await this.webhooks.delete(path.WebhookId, author);
  }
}
