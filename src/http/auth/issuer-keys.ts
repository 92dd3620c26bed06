import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { IssuerUnreachable } from '../errors/problem.js';
import { fetchKeySet, type KeySetSource } from './fetch-key-set.js';
import { KeySet, type RecordedKey } from './key-set.js';

/** Time between two fetches in the background, and so the maximum delay of a withdrawal. */
const refreshIntervalMs = 120_000;
/** Minimum time between two fetches, whatever unknown keys the tokens name. */
const minFetchIntervalMs = 30_000;
/** Timeout of one fetch, including the metadata. */
const fetchTimeoutMs = 5_000;
/** Retry delay after the first failure while there are no keys; each further failure doubles it. */
const firstRetryMs = 1_000;
/** Interval in which the background checks whether a fetch is due. */
const tickMs = 1_000;

interface IssuerKeysOptions extends KeySetSource {
  /** Age from which the last fetched keys are not used any more. */
  readonly maxStaleSeconds: number;
  readonly onChange: (event: 'issuer_key.added' | 'issuer_key.withdrawn', key: RecordedKey) => void;
}

/**
 * The keys of an issuer, refreshed in the background. While the issuer can't be reached, the last keys stay valid up to
 * their maximum age. Fetches never overlap. Times are of the monotonic clock, so setting the system's clock changes nothing.
 */
export class IssuerKeys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('IssuerKeys');
  private readonly stop = new AbortController();
  private ticker: NodeJS.Timeout | null = null;
  private keySet: KeySet | null = null;
  /** Start of the last successful fetch; before the first one, the start of the process. */
  private fetchedAtMs = performance.now();
  private fetching: Promise<void> | null = null;
  private nextFetchAtMs = 0;
  private refreshAtMs = 0;
  private failures = 0;

  constructor(private readonly options: IssuerKeysOptions) {}

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.refreshIfDue(), tickMs).unref();
    void this.refreshIfDue();
  }

  onModuleDestroy(): void {
    if (this.ticker !== null) clearInterval(this.ticker);
    this.stop.abort();
  }

  /** Sets the keys permanently, for an issuer in this process that needs no fetch. */
  settle(keys: JSONWebKeySet): void {
    this.keySet = new KeySet(keys);
    for (const time of ['fetchedAtMs', 'nextFetchAtMs', 'refreshAtMs'] as const) this[time] = Infinity;
  }

  /** The keys that may verify a token now; null if there are none, or only ones that are too old. */
  get valid(): KeySet | null {
    return performance.now() - this.fetchedAtMs < this.options.maxStaleSeconds * 1_000 ? this.keySet : null;
  }

  /** Seconds since the last successful fetch, or since the start of the process if there was none. */
  get ageSeconds(): number {
    return (performance.now() - this.fetchedAtMs) / 1_000;
  }

  /** Returns the valid keys, which are fetched if there are none. @throws IssuerUnreachable */
  async load(): Promise<KeySet> {
    if (this.valid === null) await this.refresh();
    const { valid } = this;
    if (valid !== null) return valid;
    const waitSeconds = Math.ceil((this.nextFetchAtMs - performance.now()) / 1_000);
    throw new IssuerUnreachable(Math.max(1, waitSeconds));
  }

  /** Returns the keys that replace a set in which no key verifies a token, null while there are none. */
  async replacementOf(keySet: KeySet): Promise<KeySet | null> {
    await this.refresh();
    return this.valid === keySet ? null : this.valid;
  }

  /** Fetches the keys if the background's next fetch is due. */
  async refreshIfDue(): Promise<void> {
    if (performance.now() >= this.refreshAtMs) await this.fetchShared();
  }

  /** Fetches the keys at once, for an operator who knows that they changed. */
  async refreshNow(): Promise<void> {
    // The issuer may have answered a fetch under way before the change.
    await this.fetching;
    await this.fetchShared();
  }

  /** Fetches the keys unless the last fetch was a short time ago. */
  private async refresh(): Promise<void> {
    if (this.fetching !== null || performance.now() >= this.nextFetchAtMs) await this.fetchShared();
  }

  private fetchShared(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  /** A failure leaves the last keys. */
  private async fetch(): Promise<void> {
    const beganMs = performance.now();
    try {
      const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(fetchTimeoutMs)]);
      const next = await fetchKeySet(this.options, signal);
      if (!next.equals(this.keySet)) await this.replace(next);
      this.fetchedAtMs = beganMs;
      this.failures = 0;
      this.nextFetchAtMs = beganMs + minFetchIntervalMs;
      this.refreshAtMs = beganMs + refreshIntervalMs;
    } catch (error) {
      if (this.stop.signal.aborted) return;
      this.nextFetchAtMs = this.refreshAtMs = performance.now() + this.retryDelayMs();
      this.failures += 1;
      this.logger.warn(
        { err: error, ageSeconds: this.ageSeconds },
        'the issuer can not be asked for its keys',
      );
    }
  }

  private async replace(next: KeySet): Promise<void> {
    const added = await next.keysNotIn(this.keySet);
    const withdrawn = (await this.keySet?.keysNotIn(next)) ?? [];
    this.keySet = next;
    for (const key of added) this.options.onChange('issuer_key.added', key);
    for (const key of withdrawn) this.options.onChange('issuer_key.withdrawn', key);
  }

  private retryDelayMs(): number {
    if (this.keySet !== null) return minFetchIntervalMs;
    return Math.min(firstRetryMs * 2 ** this.failures, minFetchIntervalMs);
  }
}
