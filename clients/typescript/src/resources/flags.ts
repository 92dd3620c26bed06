import type {
  AmendedFlag,
  Flag,
  FlagCreate,
  FlagPage,
  FlagQuery,
  FlagUpdate,
  HistoryEntry,
} from '../schemas.js';
import type { Api } from './api.js';
import { type CallOptions, type ChangeOptions, initOf, type Tagged, taggedOf, valueOf } from './calls.js';
import { rowsOf } from './pages.js';

/** The labels that the scheme gives to organisations. */
export class Flags {
  constructor(private readonly api: Api) {}

  /** Yields the flags of all pages; Active ones unless the query asks otherwise. */
  list(query: FlagQuery = {}, options?: CallOptions): AsyncGenerator<Flag, void> {
    return rowsOf((page) => this.page({ size: 1_000, ...query, page }, options));
  }

  /** Returns one page with its totals; Active flags unless the query asks otherwise. */
  async page(query: FlagQuery & { readonly page?: number } = {}, options?: CallOptions): Promise<FlagPage> {
    return valueOf(await this.api.GET('/references/flags', { params: { query }, ...initOf(options) }));
  }

  async get(flagId: string, options?: CallOptions): Promise<Tagged<Flag>> {
    const params = { path: { FlagId: flagId } };
    return taggedOf(await this.api.GET('/references/flags/{FlagId}', { params, ...initOf(options) }));
  }

  async create(body: FlagCreate, options?: CallOptions): Promise<AmendedFlag> {
    return valueOf(await this.api.POST('/references/flags', { body, ...initOf(options) }));
  }

  async replace(flagId: string, body: FlagUpdate, options?: ChangeOptions): Promise<AmendedFlag> {
    const params = { path: { FlagId: flagId } };
    return valueOf(await this.api.PUT('/references/flags/{FlagId}', { params, body, ...initOf(options) }));
  }

  /** Yields the changes of a flag, newest first; for operators. */
  history(flagId: string, options?: CallOptions): AsyncGenerator<HistoryEntry, void> {
    return rowsOf(async (page) =>
      valueOf(
        await this.api.GET('/references/flags/{FlagId}/history', {
          params: { path: { FlagId: flagId }, query: { size: 1_000, page } },
          ...initOf(options),
        }),
      ),
    );
  }
}
