import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { Representation } from '../../../http/responses/representation.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
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
  @Operation(
    'listOrganisations',
    'List the organisations',
    'Returns every organisation, archived ones too, or one page of them if the query has `page` or `page_size`. A page has a `Link` header.',
  )
  @NeedsScope('read')
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
  @Operation(
    'getOrganisationByDomain',
    'Find the organisation of an e-mail domain',
    'Returns the organisation that owns the domain, or the longest parent of the domain. The domain has no @: an e-mail address answers 400.',
  )
  @NeedsScope('read')
  @Reads(OrganisationResponse, 'The owner of the domain, or of the longest one that it lies in')
  getByDomain(
    @QueryText('domain', 'The part of an e-mail address after its @', true) domain: string | undefined,
  ): Promise<OrganisationResponse> {
    return this.organisations.getByDomain(domain);
  }

  @Get('search')
  @Operation(
    'searchOrganisations',
    'Find organisations by a part of their name',
    'Returns the organisations whose name contains the text, without regard to case.',
  )
  @NeedsScope('read')
  @Reads(OrganisationSearchResponse, 'Those whose name has the text in it, whatever its case')
  search(
    @QueryText('name', 'Any part of a name', true) name: string | undefined,
  ): Promise<OrganisationSearchResponse> {
    return this.organisations.search(name);
  }

  @Get(idSegment('organisation_id'))
  @Operation(
    'getOrganisation',
    'Get an organisation',
    'Returns all 25 fields of the organisation, archived or not.',
  )
  @NeedsScope('read')
  @Reads(OrganisationResponse, 'The organisation')
  get(@PathId('organisation_id') organisationId: string): Promise<OrganisationResponse> {
    return this.organisations.get(organisationId);
  }

  @Post()
  @Operation(
    'createOrganisation',
    'Create an organisation',
    'Creates an organisation without domains, services and members. The operation never changes an existing organisation: a name that is taken answers 400.',
  )
  @NeedsScope('write')
  @Creates(OrganisationResponse, 'The new organisation')
  create(
    @Body() request: OrganisationCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<OrganisationResponse> {
    return this.organisations.create(request, actor);
  }

  @Post(idSegment('organisation_id'))
  @Operation(
    'updateOrganisation',
    'Update an organisation',
    'Changes the fields that the body names, and no others. In the same transaction the services of the organisation take over its type, its Crown status and, if they have none, its default brandings. `agreement_signed: true` sends the e-mails about the agreement.',
  )
  @NeedsScope(
    'write',
    'A key that signs the agreement needs the scope `mail` too, because that sends e-mails.',
  )
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
  @Operation(
    'archiveOrganisation',
    'Archive an organisation',
    'Makes the organisation inactive and frees its name. Its default brandings and its domains are removed. An organisation with active services, members or pending invites answers 400 and stays as it is; each organisation of the sample is such a one.',
  )
  @NeedsScope('write')
  @Changes('The organisation is inactive and renamed, its default brandings and domains are gone')
  archive(@PathId('organisation_id') organisationId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.archives.archive(organisationId, actor);
  }
}
