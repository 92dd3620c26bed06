import { DirectoryError } from '../errors.js';
import type {
  AmendedOrganisation,
  HistoryEntry,
  HistoryPage,
  Organisation,
  OrganisationCreate,
  OrganisationPage,
  OrganisationPatch,
  OrganisationQuery,
  OrganisationStatistics,
  OrganisationUpdate,
  Participant,
  StatisticsQuery,
} from '../schemas.js';
import type { Api } from './api.js';
import { type CallOptions, type ChangeOptions, initOf, type Tagged, taggedOf, valueOf } from './calls.js';
import { rowsOf } from './pages.js';

/** Some fields of an organisation; the others keep their values. */
export type OrganisationChange = Partial<OrganisationUpdate>;

export interface UpdateOptions extends CallOptions {
  /** Attempts in total while others change the organisation at the same time; default 5. */
  readonly maxAttempts?: number;
}

/** The participants of the trust framework. */
export class Organisations {
  constructor(private readonly api: Api) {}

  /** Yields the organisations of all pages. `size` is the size of a page: 1,000 by default, at most 50,000. */
  list(query: OrganisationQuery = {}, options?: CallOptions): AsyncGenerator<Organisation, void> {
    return rowsOf(async (page) => (await this.page({ size: 1_000, ...query, page }, options)).page);
  }

  /** Returns one page with its totals, and the place in the log of changes up to which it has every change. */
  async page(
    query: OrganisationQuery & { readonly page?: number } = {},
    options?: CallOptions,
  ): Promise<{ readonly page: OrganisationPage; readonly place: string | null }> {
    const result = await this.api.GET('/organisations', { params: { query }, ...initOf(options) });
    return { page: valueOf(result), place: result.response.headers.get('x-directory-position') };
  }

  /** Returns counts of the organisations that match, all of one moment. */
  async statistics(query: StatisticsQuery = {}, options?: CallOptions): Promise<OrganisationStatistics> {
    const params = { query };
    return valueOf(await this.api.GET('/organisations/statistics', { params, ...initOf(options) }));
  }

  async get(organisationId: string, options?: CallOptions): Promise<Tagged<Organisation>> {
    const params = { path: { OrganisationId: organisationId } };
    return taggedOf(await this.api.GET('/organisations/{OrganisationId}', { params, ...initOf(options) }));
  }

  async create(body: OrganisationCreate, options?: CallOptions): Promise<AmendedOrganisation> {
    return valueOf(await this.api.POST('/organisations', { body, ...initOf(options) }));
  }

  /** Replaces the whole record: a field that the body leaves out gets its default. */
  async replace(
    organisationId: string,
    body: OrganisationUpdate,
    options?: ChangeOptions,
  ): Promise<AmendedOrganisation> {
    const params = { path: { OrganisationId: organisationId } };
    return valueOf(
      await this.api.PUT('/organisations/{OrganisationId}', { params, body, ...initOf(options) }),
    );
  }

  /** Changes the fields of the body (JSON Merge Patch) and keeps all others. */
  async patch(
    organisationId: string,
    body: OrganisationPatch,
    options?: ChangeOptions,
  ): Promise<AmendedOrganisation> {
    const params = { path: { OrganisationId: organisationId } };
    const headers = { ...initOf(options).headers, 'content-type': 'application/merge-patch+json' };
    return valueOf(
      await this.api.PATCH('/organisations/{OrganisationId}', { params, body, ...initOf(options), headers }),
    );
  }

  /**
   * Reads the organisation, merges the change, and writes the result if nobody changed the organisation meanwhile
   * (If-Match); otherwise it begins again with the new state.
   * @param change some fields, or a function that returns them for the present state
   * @throws DirectoryError with status 412 after `maxAttempts`
   */
  async update(
    organisationId: string,
    change: OrganisationChange | ((present: Organisation) => OrganisationChange),
    { maxAttempts = 5, ...options }: UpdateOptions = {},
  ): Promise<AmendedOrganisation> {
    for (let attempt = 1; ; attempt += 1) {
      const { value, etag } = await this.get(organisationId, options);
      const merged = { ...value, ...(typeof change === 'function' ? change(value) : change) };
      try {
        return await this.replace(organisationId, merged, { ...options, ifMatch: etag });
      } catch (error) {
        const isOutdated = error instanceof DirectoryError && error.status === 412;
        if (!isOutdated || attempt >= maxAttempts) throw error;
      }
    }
  }

  /** Returns one page of the changes of an organisation, newest first, with its totals. `size` is at most 1,000. */
  async historyPage(
    organisationId: string,
    query: { readonly page?: number; readonly size?: number } = {},
    options?: CallOptions,
  ): Promise<HistoryPage> {
    const params = { path: { OrganisationId: organisationId }, query };
    return valueOf(
      await this.api.GET('/organisations/{OrganisationId}/history', { params, ...initOf(options) }),
    );
  }

  /** Yields the changes of an organisation, newest first. */
  history(organisationId: string, options?: CallOptions): AsyncGenerator<HistoryEntry, void> {
    return rowsOf((page) => this.historyPage(organisationId, { size: 1_000, page }, options));
  }

  /** Returns the public participants file. */
  async participants(options?: CallOptions): Promise<Participant[]> {
    return valueOf(await this.api.GET('/organisations/export/open-data', initOf(options)));
  }
}
