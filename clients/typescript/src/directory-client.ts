import createClient from 'openapi-fetch';
import { Changes, type FollowOptions } from './changes/changes.js';
import type { Change } from './changes/change-entry.js';
import { type HttpOptions, settingsOf } from './http/options.js';
import { Transport } from './http/transport.js';
import { urlBelow } from './http/urls.js';
import { type Checkpoint, Checkpoints, type PublicKey } from './mirror/checkpoints.js';
import { type LogVerdict, verifyLog, type VerifyOptions } from './mirror/verify-log.js';
import { Mirror } from './mirror/mirror.js';
import type { MirrorOptions } from './mirror/mirror-events.js';
import type { MirrorStore } from './mirror/mirror-store.js';
import type { paths } from './openapi.js';
import { AdminUsers } from './resources/admin-users.js';
import type { Api } from './resources/api.js';
import { Flags } from './resources/flags.js';
import { Organisations } from './resources/organisations.js';
import { Webhooks } from './resources/webhooks.js';
import type { TokenSource } from './tokens/token-source.js';

export interface DirectoryOptions extends HttpOptions {
  /** The address of the directory, with its base path. */
  readonly url: string;
  /** Gives the tokens, such as `clientCredentials({…})`. Without it only the public operations answer. */
  readonly tokens?: TokenSource;
  /** Maximum characters of answers that are kept with their ETags; default 16,000,000, and 0 keeps none. */
  readonly cacheSize?: number;
}

export interface CheckpointOptions {
  /** The only keys that checkpoints may be signed with; default: those that the directory publishes. */
  readonly keys?: readonly PublicKey[] | null;
  readonly signal?: AbortSignal;
}

/** A client of one directory, for one OAuth client. */
export class DirectoryClient {
  /** Every operation of the OpenAPI document by method and path; a failure throws `DirectoryError` too. */
  readonly api: Api;
  readonly organisations: Organisations;
  readonly adminUsers: AdminUsers;
  readonly flags: Flags;
  readonly webhooks: Webhooks;
  /** Single pages of the feed of changes, and the newest place. */
  readonly feed: Changes;
  private readonly transport: Transport;
  private readonly base: URL;

  constructor(options: DirectoryOptions) {
    this.base = new URL(options.url);
    const { tokens = null, cacheSize = 16_000_000 } = options;
    this.transport = new Transport(this.base, tokens, settingsOf(options), cacheSize);
    this.api = createClient<paths, 'application/json'>({
      baseUrl: this.base.href,
      fetch: (request) => this.transport.fetch(request),
    });
    this.organisations = new Organisations(this.api);
    this.adminUsers = new AdminUsers(this.api);
    this.flags = new Flags(this.api);
    this.webhooks = new Webhooks(this.api);
    this.feed = new Changes(this.transport, urlBelow(this.base, 'organisations/changes'));
  }

  /** Yields each change of the directory once, in order, for ever; `feed.follow` has the details. */
  changes(options?: FollowOptions): AsyncGenerator<Change, void> {
    return this.feed.follow(options);
  }

  /**
   * Keeps a full copy of the directory in the store until the signal is aborted: a snapshot first, then every change. It
   * verifies the hash of each change and the signature of checkpoints.
   * @throws ChainBrokenError if history was changed; the copy keeps its last verified state
   */
  mirror(store: MirrorStore, options: MirrorOptions = {}): Promise<never> {
    const { keys = null, checkpoints = true } = options;
    const sources = {
      changes: this.feed,
      organisations: this.organisations,
      flags: this.flags,
      checkpoints: checkpoints ? this.checkpoints(keys) : null,
    };
    return new Mirror(sources, store, options).run();
  }

  /** Returns the newest checkpoint of the log. @throws ChainBrokenError if its signature is wrong or it is too old */
  checkpoint({ keys = null, signal }: CheckpointOptions = {}): Promise<Checkpoint> {
    return this.checkpoints(keys).read(signal);
  }

  /**
   * Reads the whole log of changes, recomputes its hash chain, and compares the chain with the newest checkpoint.
   * @throws ChainBrokenError with the first position that differs, LogReplacedError if the log is replaced meanwhile
   */
  verifyLog({ keys = null, ...options }: CheckpointOptions & VerifyOptions = {}): Promise<LogVerdict> {
    return verifyLog(this.feed, this.checkpoints(keys), options);
  }

  private checkpoints(keys: readonly PublicKey[] | null): Checkpoints {
    return new Checkpoints(this.transport, this.base, keys);
  }
}
