import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Representation } from '../../../http/responses/representation.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { Changes, Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId, QueryText } from '../validation/parameters.js';
import { OrganisationArchiveService } from './organisation-archive.service.js';
import { OrganisationUpdateService } from './organisation-update.service.js';
import {
  OrganisationCreateRequest,
  OrganisationResponse,
  OrganisationSearchResponse,
  OrganisationSummaryResponse,
  OrganisationUpdateRequest,
} from './organisation.dto.js';
import { OrganisationsService } from './organisations.service.js';

/** Organisations. */
@NotifyApi('Organisations')
@Controller('organisation')
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly updates: OrganisationUpdateService,
    private readonly archives: OrganisationArchiveService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the organisations' })
  @Reads(
    [OrganisationSummaryResponse],
    'All of them, or the page that is asked for; a page has a Link header',
  )
  async list(
    @QueryText('page', 'Which page, from 1') page: string | undefined,
    @QueryText('page_size', 'Organisations on a page, 1 to 5000; 50 where only `page` is given')
    size: string | undefined,
  ): Promise<Representation<OrganisationSummaryResponse[]>> {
    const { organisations, links } = await this.organisations.list(page, size);
    return new Representation(organisations, links === null ? {} : { link: links });
  }

  @Get('by-domain')
  @ApiOperation({ summary: 'Find the organisation of an e-mail domain' })
  @Reads(OrganisationResponse, 'The owner of the domain, or of the longest one that it lies in')
  getByDomain(
    @QueryText('domain', 'The part of an e-mail address after its @', true) domain: string | undefined,
  ): Promise<OrganisationResponse> {
    return this.organisations.getByDomain(domain);
  }

  @Get('search')
  @ApiOperation({ summary: 'Find organisations by a part of their name' })
  @Reads(OrganisationSearchResponse, 'Those whose name has the text in it, whatever its case')
  search(
    @QueryText('name', 'Any part of a name', true) name: string | undefined,
  ): Promise<OrganisationSearchResponse> {
    return this.organisations.search(name);
  }

  @Get(idSegment('organisation_id'))
  @ApiOperation({ summary: 'Get an organisation' })
  @Reads(OrganisationResponse, 'The organisation')
  get(@PathId('organisation_id') organisationId: string): Promise<OrganisationResponse> {
    return this.organisations.get(organisationId);
  }

  @Post()
  @ApiOperation({ summary: 'Create an organisation' })
  @Creates(OrganisationResponse, 'The new organisation')
  create(
    @Body() request: OrganisationCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<OrganisationResponse> {
    return this.organisations.create(request, actor);
  }

  @Post(idSegment('organisation_id'))
  @ApiOperation({ summary: 'Update an organisation, and what its services take over from it' })
  @Changes('What was sent is changed, nothing else')
  @Guarded()
  update(
    @PathId('organisation_id') organisationId: string,
    @Body() request: OrganisationUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.updates.update(organisationId, request, actor, ifMatch);
  }

  @Post(`${idSegment('organisation_id')}/archive`)
  @ApiOperation({ summary: 'Archive an organisation without active services, members and pending invites' })
  @Changes('The organisation is inactive and renamed, its default brandings and domains are gone')
  archive(@PathId('organisation_id') organisationId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(organisationId, actor);
  }
}
