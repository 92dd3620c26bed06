import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'List the services of an organisation' })
  @Reads([LinkedServiceResponse], 'Active ones first, then by name')
  list(@PathId('organisation_id') organisationId: string): Promise<LinkedServiceResponse[]> {
    return this.services.list(organisationId);
  }

  @Post(`${idSegment('organisation_id')}/service`)
  @ApiOperation({ summary: 'Link a service to an organisation' })
  @Changes('The service belongs to the organisation, and has the default free allowance of this year')
  link(
    @PathId('organisation_id') organisationId: string,
    @Body() request: ServiceLinkRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.services.link(organisationId, request.service_id, actor);
  }
}
