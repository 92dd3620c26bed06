import { type ChangeEntry, parsePlace } from '../changes/change-entry.js';
import type { ChangesBatch } from '../changes/changes.js';
import { DirectoryError } from '../errors.js';
import type { Organisation } from '../schemas.js';
import { applyChange, flagIdsIn } from './apply-change.js';
import type { Checkpoint } from './checkpoints.js';
import { HashChain } from './hash-chain.js';
import type { MirrorSources } from './mirror-sources.js';
import type { MirrorEvent } from './mirror-events.js';
import { MirrorFlags } from './mirror-flags.js';
import type { MirrorState, MirrorStore } from './mirror-store.js';

/** Applies changes to the store, and compares the chain with the directory's checkpoints. */
export class Follower {
  private readonly chain: HashChain;
  private readonly flags: MirrorFlags;
  /** A checkpoint that the chain has not reached yet. */
  private pending: Checkpoint | null = null;

  constructor(
    private readonly sources: MirrorSources,
    private readonly store: MirrorStore,
    private state: MirrorState,
    private readonly notify: (event: MirrorEvent) => void,
    private readonly signal: AbortSignal,
  ) {
    this.chain = new HashChain(parsePlace(state.place), state.hash);
    this.flags = new MirrorFlags(sources.flags, state.flags);
  }

  /** Applies a batch; returns true if a snapshot is needed. @throws ChainBrokenError before anything is written */
  async apply({ changes, next, isNewest }: ChangesBatch): Promise<boolean> {
    const before = this.chain.verified;
    for (const entry of changes) await this.chain.accept(entry);
    this.chain.moveTo(parsePlace(next));
    this.confirm();
    for (const { FlagId } of changes) if (FlagId !== undefined) this.flags.announce(FlagId);
    const isFlagUnknown = flagIdsIn(changes).some((id) => !this.flags.has(id));
    const hasFlag = changes.some(({ FlagId }) => FlagId !== undefined);
    if ((isFlagUnknown || hasFlag) && (await this.refreshFlags())) return true;
    const changed = await this.changedBy(changes);
    if (next !== this.state.place) await this.write(changed, { place: next, hash: this.chain.hash });
    const { verified } = this.chain;
    if (changes.length > 0)
      this.notify({ type: 'changes', place: next, entries: changes.length, verified: verified - before });
    if (isNewest) this.notify({ type: 'current', place: next });
    return false;
  }

  /** Looks at the flags and the checkpoint; returns true if a snapshot is needed. */
  async check(): Promise<boolean> {
    if (await this.refreshFlags()) return true;
    const checkpoint = await this.sources.checkpoints?.read(this.signal);
    if (checkpoint === undefined) return false;
    const { log } = parsePlace(this.state.place);
    // The feed answers 410 soon.
    if (checkpoint.log !== log) return false;
    this.pending = checkpoint;
    if (this.confirm()) await this.write([], {});
    return false;
  }

  /** Reads the flags again, and renews the organisations that show them. Returns true if a snapshot is needed. */
  async refreshFlags(): Promise<boolean> {
    const { hasNew, hasChanged } = await this.flags.refresh(this.signal);
    if (hasNew) return true;
    if (!hasChanged) return false;
    const renewed: Organisation[] = [];
    for await (const organisation of this.store.organisations()) {
      const other = this.flags.renewed(organisation);
      if (other !== null) renewed.push(other);
    }
    await this.write(renewed, {});
    return false;
  }

  private async changedBy(changes: readonly ChangeEntry[]): Promise<Organisation[]> {
    const changed = new Map<string, Organisation>();
    for (const entry of changes) {
      const id = entry.OrganisationId;
      if (id === undefined) continue;
      const present = changed.get(id) ?? (await this.store.read(id));
      // An organisation that the caller may see only since now has no entry that creates it.
      const isPartial = present === null && entry.Revision > 1;
      const after = isPartial
        ? await this.read(id)
        : applyChange(present, entry, this.state.fields, (ids) => this.flags.of(ids));
      if (after !== null) changed.set(id, after);
    }
    return [...changed.values()];
  }

  private async read(organisationId: string): Promise<Organisation | null> {
    try {
      return (await this.sources.organisations.get(organisationId, { signal: this.signal })).value;
    } catch (error) {
      if (error instanceof DirectoryError && error.status === 404) return null;
      throw error;
    }
  }

  /** Compares the pending checkpoint with the chain, once the chain has its position. Returns true if it is confirmed. */
  private confirm(): boolean {
    const { pending } = this;
    if (pending === null || this.chain.compare(pending.position, pending.hash) === null) return false;
    this.pending = null;
    this.state = { ...this.state, checkpoint: pending.text };
    this.notify({ type: 'checkpoint', place: `${pending.log}.${pending.position}` });
    return true;
  }

  private async write(
    organisations: readonly Organisation[],
    change: Partial<Pick<MirrorState, 'place' | 'hash'>>,
  ): Promise<void> {
    this.state = { ...this.state, ...change, flags: this.flags.list };
    await this.store.write(organisations, this.state);
  }
}
