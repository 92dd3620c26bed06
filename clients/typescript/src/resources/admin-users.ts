import type { AdminUser, AdminUserCreate, AdminUserUpdate } from '../schemas.js';
import type { Api } from './api.js';
import { type CallOptions, type ChangeOptions, initOf, type Tagged, taggedOf, valueOf } from './calls.js';

/** The administrators of an organisation. */
export class AdminUsers {
  constructor(private readonly api: Api) {}

  async list(organisationId: string, options?: CallOptions): Promise<AdminUser[]> {
    const params = { path: { OrganisationId: organisationId } };
    return valueOf(
      await this.api.GET('/organisations/{OrganisationId}/adminusers', { params, ...initOf(options) }),
    );
  }

  async get(organisationId: string, userEmail: string, options?: CallOptions): Promise<Tagged<AdminUser>> {
    const params = { path: { OrganisationId: organisationId, UserEmail: userEmail } };
    return taggedOf(
      await this.api.GET('/organisations/{OrganisationId}/adminusers/{UserEmail}', {
        params,
        ...initOf(options),
      }),
    );
  }

  async create(organisationId: string, body: AdminUserCreate, options?: CallOptions): Promise<AdminUser> {
    const params = { path: { OrganisationId: organisationId } };
    return valueOf(
      await this.api.POST('/organisations/{OrganisationId}/adminusers', { params, body, ...initOf(options) }),
    );
  }

  async replace(
    organisationId: string,
    userEmail: string,
    body: AdminUserUpdate,
    options?: ChangeOptions,
  ): Promise<AdminUser> {
    const params = { path: { OrganisationId: organisationId, UserEmail: userEmail } };
    return valueOf(
      await this.api.PUT('/organisations/{OrganisationId}/adminusers/{UserEmail}', {
        params,
        body,
        ...initOf(options),
      }),
    );
  }
}
