import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Answers, Changes, Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { BrandingUsesResponse } from './branding-uses.response.dto.js';
import { EmailBrandingArchiveService } from './email-branding-archive.service.js';
import {
  ChangedEmailBrandingResponse,
  EmailBrandingCreateRequest,
  EmailBrandingsResponse,
  EmailBrandingUpdateRequest,
  OneEmailBrandingResponse,
} from './email-branding.dto.js';
import { emailBranding } from './branding-kind.js';
import { BrandingsService } from './brandings.service.js';

const one = idSegment('email_branding_id');

/** E-mail brandings. */
@NotifyApi('Email branding')
@Controller('email-branding')
export class EmailBrandingsController {
  constructor(
    private readonly brandings: BrandingsService,
    private readonly archives: EmailBrandingArchiveService,
  ) {}

  @Get()
  @Operation(
    'listEmailBrandings',
    'List the e-mail brandings',
    'Returns the e-mail brandings by name. Archived ones are never in the list.',
  )
  @NeedsScope('read')
  @Reads(EmailBrandingsResponse, 'All of them')
  async list(): Promise<EmailBrandingsResponse> {
    return { email_branding: await this.brandings.list(emailBranding) };
  }

  @Post()
  @Operation(
    'createEmailBranding',
    'Create an e-mail branding',
    'Creates an e-mail branding, which is in no pool. A name that is taken answers 400.',
  )
  @NeedsScope('write')
  @Creates(ChangedEmailBrandingResponse, 'The new branding')
  async create(
    @Body() request: EmailBrandingCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ChangedEmailBrandingResponse> {
    return { data: await this.brandings.create(emailBranding, request, actor) };
  }

  @Get(one)
  @Operation('getEmailBranding', 'Get an e-mail branding', 'Returns the branding, archived or not.')
  @NeedsScope('read')
  @Reads(OneEmailBrandingResponse, 'The branding, archived or not')
  async get(@PathId('email_branding_id') id: string): Promise<OneEmailBrandingResponse> {
    return { email_branding: await this.brandings.get(emailBranding, id) };
  }

  @Post(one)
  @Operation(
    'updateEmailBranding',
    'Update an e-mail branding',
    'Changes the fields that the body names, for every organisation and service that has the branding.',
  )
  @NeedsScope('write')
  @Answers(ChangedEmailBrandingResponse, 'The branding as it is now')
  @Guarded()
  async update(
    @PathId('email_branding_id') id: string,
    @Body() request: EmailBrandingUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ChangedEmailBrandingResponse> {
    return { data: await this.brandings.update(emailBranding, id, request, actor, ifMatch) };
  }

  @Post(`${one}/archive`)
  @Operation(
    'archiveEmailBranding',
    'Archive an e-mail branding',
    'Makes the branding inactive and removes it from all pools. A branding that an organisation or a service uses answers 400 and stays as it is; each branding of the sample is such a one.',
  )
  @NeedsScope('write')
  @Changes('It is archived, and in no pool')
  archive(@PathId('email_branding_id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(id, actor);
  }

  @Get(`${one}/orgs_and_services`)
  @Operation(
    'listEmailBrandingUses',
    'List the users of an e-mail branding',
    'Returns the organisations whose default the branding is, and the active services that have it, each by name.',
  )
  @NeedsScope('read')
  @Reads(BrandingUsesResponse, 'Who uses it, by name')
  listUses(@PathId('email_branding_id') id: string): Promise<BrandingUsesResponse> {
    return this.archives.listUses(id);
  }
}
