import { Body, Controller, Get, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Changes, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { LinkedServiceResponse, ServiceLinkRequest } from './organisation-services.dto.js';
import { OrganisationServicesService } from './organisation-services.service.js';

/** The services of an organisation. */
@NotifyApi('Organisation services')
@Controller('organisation')
export class OrganisationServicesController {
  constructor(private readonly services: OrganisationServicesService) {}

  @Get(`${idSegment('organisation_id')}/services`)
  @Operation(
    'listOrganisationServices',
    'List the services of an organisation',
    'Returns the services of the organisation, active ones first, then by name.',
  )
  @NeedsScope('read')
  @Reads([LinkedServiceResponse], 'Active ones first, then by name')
  list(@PathId('organisation_id') organisationId: string): Promise<LinkedServiceResponse[]> {
    return this.services.list(organisationId);
  }

  @Post(`${idSegment('organisation_id')}/service`)
  @Operation(
    'linkService',
    'Link a service to an organisation',
    'Moves the service to the organisation. The service gets the type, the Crown status and the default brandings of the organisation, and the default free allowance of the current financial year.',
  )
  @NeedsScope('write')
  @Changes('The service belongs to the organisation, and has the default free allowance of this year')
  link(
    @PathId('organisation_id') organisationId: string,
    @Body() request: ServiceLinkRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.services.link(organisationId, request.service_id, actor);
  }
}
