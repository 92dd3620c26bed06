import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'List all services, archived ones too' })
  @Reads(ServiceListResponse, 'The services')
  list(): Promise<ServiceListResponse> {
    return this.services.list();
  }

  @Post()
  @ApiOperation({ summary: 'Create a service, in the organisation that the address of its creator picks' })
  @Creates(ServiceDataResponse, 'The new service')
  create(@Body() request: ServiceCreateRequest, @CurrentActor() actor: Actor): Promise<ServiceDataResponse> {
    return this.creation.create(request, actor);
  }

  @Get(one)
  @ApiOperation({ summary: 'Get a service' })
  @Reads(ServiceDataResponse, 'The service')
  get(@PathId('service_id') serviceId: string): Promise<ServiceDataResponse> {
    return this.services.get(serviceId);
  }

  @Post(one)
  @ApiOperation({ summary: 'Change the fields of a service that are sent' })
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
  @ApiOperation({ summary: 'Archive a service: it is inactive, and its name is free' })
  @Changes('It is archived')
  archive(@PathId('service_id') serviceId: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.changes.archive(serviceId, actor);
  }

  @Get(`${one}/organisation`)
  @ApiOperation({ summary: 'Get the organisation of a service' })
  @ApiExtraModels(OrganisationResponse)
  @ApiOkResponse({
    description: 'The organisation; an object without keys where there is none',
    schema: { oneOf: [{ $ref: getSchemaPath(OrganisationResponse) }, { type: 'object', maxProperties: 0 }] },
  })
  @ApiResponse({ status: 304, description: 'Not modified' })
  getOrganisation(
    @PathId('service_id') serviceId: string,
  ): Promise<OrganisationResponse | Record<string, never>> {
    return this.services.getOrganisation(serviceId);
  }

  @Get(`${one}/history`)
  @ApiOperation({ summary: 'Get every version of a service' })
  @Reads(ServiceHistoryResponse, 'The versions, the first one first')
  getHistory(@PathId('service_id') serviceId: string): Promise<ServiceHistoryResponse> {
    return this.services.getHistory(serviceId);
  }
}
