import { Injectable } from '@nestjs/common';
import { NoResultFound } from '../errors/notify-problems.js';
import type { OrganisationResponse } from '../organisations/organisation.dto.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { toServiceHistoryResponse, toServiceResponse } from './service.mapper.js';
import type { ServiceDataResponse, ServiceHistoryResponse, ServiceListResponse } from './service.dto.js';
import type { ServiceRow } from './service.fields.js';
import { ServicesRepository } from './services.repository.js';

/** Reads services. */
@Injectable()
export class ServicesService {
  constructor(
    private readonly services: ServicesRepository,
    private readonly organisations: OrganisationsService,
  ) {}

  async list(): Promise<ServiceListResponse> {
    const services = await this.services.list();
    return { data: services.map(toServiceResponse) };
  }

  /** @throws NoResultFound */
  async get(serviceId: string): Promise<ServiceDataResponse> {
    return { data: toServiceResponse(await this.find(serviceId)) };
  }

  /**
   * Returns the organisation of a service; an empty object if it has none.
   * @throws NoResultFound for an unknown service
   */
  async getOrganisation(serviceId: string): Promise<OrganisationResponse | Record<string, never>> {
    const { organisationId } = await this.find(serviceId);
    return organisationId === null ? {} : this.organisations.get(organisationId);
  }

  /** @throws NoResultFound */
  async getHistory(serviceId: string): Promise<ServiceHistoryResponse> {
    const versions = await this.services.listVersions(serviceId);
    if (versions.length === 0) throw new NoResultFound();
    return toServiceHistoryResponse(versions);
  }

  private async find(serviceId: string): Promise<ServiceRow> {
    const service = await this.services.find(serviceId);
    if (service === null) throw new NoResultFound();
    return service;
  }
}
