import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'List the e-mail brandings that are not archived, by name' })
  @Reads(EmailBrandingsResponse, 'All of them')
  async list(): Promise<EmailBrandingsResponse> {
    return { email_branding: await this.brandings.list(emailBranding) };
  }

  @Post()
  @ApiOperation({ summary: 'Create an e-mail branding' })
  @Creates(ChangedEmailBrandingResponse, 'The new branding')
  async create(
    @Body() request: EmailBrandingCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ChangedEmailBrandingResponse> {
    return { data: await this.brandings.create(emailBranding, request, actor) };
  }

  @Get(one)
  @ApiOperation({ summary: 'Get an e-mail branding' })
  @Reads(OneEmailBrandingResponse, 'The branding, archived or not')
  async get(@PathId('email_branding_id') id: string): Promise<OneEmailBrandingResponse> {
    return { email_branding: await this.brandings.get(emailBranding, id) };
  }

  @Post(one)
  @ApiOperation({ summary: 'Change an e-mail branding' })
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
  @ApiOperation({ summary: 'Archive an e-mail branding that nobody uses' })
  @Changes('It is archived, and in no pool')
  archive(@PathId('email_branding_id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(id, actor);
  }

  @Get(`${one}/orgs_and_services`)
  @ApiOperation({
    summary: 'List the organisations whose default it is, and the active services that have it',
  })
  @Reads(BrandingUsesResponse, 'Who uses it, by name')
  listUses(@PathId('email_branding_id') id: string): Promise<BrandingUsesResponse> {
    return this.archives.listUses(id);
  }
}
