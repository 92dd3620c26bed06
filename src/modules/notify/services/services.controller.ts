import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Answers, Changes, Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { OrganisationResponse } from '../organisations/organisation.dto.js';
import { PathId } from '../validation/parameters.js';
import { ServiceChangesService } from './service-changes.service.js';
import { ServiceCreationService } from './service-creation.service.js';
import {
  ServiceCreateRequest,
  ServiceDataResponse,
  ServiceHistoryResponse,
  ServiceListResponse,
  ServiceUpdateRequest,
} from './service.dto.js';
import { ServicesService } from './services.service.js';

const one = idSegment('service_id');

/** Services, which send e-mails, text messages and letters. */
@NotifyApi('Services')
@Controller('service')
export class ServicesController {
  constructor(
    private readonly services: ServicesService,
    private readonly creation: ServiceCreationService,
    private readonly changes: ServiceChangesService,
  ) {}

  @Get()
  @Operation('listServices', 'List the services', 'Returns all services by name, archived ones too.')
  @NeedsScope('read')
  @Reads(ServiceListResponse, 'The services')
  list(): Promise<ServiceListResponse> {
    return this.services.list();
  }

  @Post()
  @Operation(
    'createService',
    'Create a service',
    "Creates a service in trial or live. The domain of its creator's e-mail address selects its organisation, and the service takes over the type, the Crown status and the default brandings of that organisation. A name that is taken answers 400.",
  )
  @NeedsScope('write')
  @Creates(ServiceDataResponse, 'The new service')
  create(@Body() request: ServiceCreateRequest, @CurrentActor() actor: Actor): Promise<ServiceDataResponse> {
    return this.creation.create(request, actor);
  }

  @Get(one)
  @Operation('getService', 'Get a service', 'Returns the service, archived or not.')
  @NeedsScope('read')
  @Reads(ServiceDataResponse, 'The service')
  get(@PathId('service_id') serviceId: string): Promise<ServiceDataResponse> {
    return this.services.get(serviceId);
  }

  @Post(one)
  @Operation(
    'updateService',
    'Update a service',
    'Changes the fields that the body names, and adds a version to the history of the service. The operation never moves a service to another organisation; `linkService` does.',
  )
  @NeedsScope('write')
  @Answers(ServiceDataResponse, 'The service as it is now')
  @Guarded()
  update(
    @PathId('service_id') serviceId: string,
    @Body() request: ServiceUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ServiceDataResponse> {
    return this.changes.update(serviceId, request, actor, ifMatch);
  }

  @Post(`${one}/archive`)
  @Operation(
    'archiveService',
    'Archive a service',
    'Makes the service inactive and frees its name. An archived service stays as it is. Its usage and its history are kept.',
  )
  @NeedsScope('write')
  @Changes('It is archived')
  archive(@PathId('service_id') serviceId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.changes.archive(serviceId, actor);
  }

  @Get(`${one}/organisation`)
  @Operation(
    'getServiceOrganisation',
    'Get the organisation of a service',
    'Returns the organisation that the service belongs to, or `{}` if it belongs to none.',
  )
  @NeedsScope('read')
  @ApiExtraModels(OrganisationResponse)
  @ApiOkResponse({
    description: 'The organisation; an object without keys where there is none',
    schema: { oneOf: [{ $ref: getSchemaPath(OrganisationResponse) }, { type: 'object', maxProperties: 0 }] },
  })
  @ApiResponse({ status: 304, description: 'The version that the caller knows is current' })
  getOrganisation(
    @PathId('service_id') serviceId: string,
  ): Promise<OrganisationResponse | Record<string, never>> {
    return this.services.getOrganisation(serviceId);
  }

  @Get(`${one}/history`)
  @Operation(
    'getServiceHistory',
    'Get the history of a service',
    'Returns every version of the service, the first one first. The arrays for keys, templates and events are always empty here.',
  )
  @NeedsScope('read')
  @Reads(ServiceHistoryResponse, 'The versions, the first one first')
  getHistory(@PathId('service_id') serviceId: string): Promise<ServiceHistoryResponse> {
    return this.services.getHistory(serviceId);
  }
}
