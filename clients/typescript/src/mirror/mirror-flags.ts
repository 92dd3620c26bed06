import type { Flags } from '../resources/flags.js';
import type { Flag, Organisation } from '../schemas.js';

/**
 * The flags that organisations can carry. Only operators find changes of flags in the feed, so a mirror reads the list
 * again from time to time; an unchanged list costs a 304.
 */
export class MirrorFlags {
  private byId: ReadonlyMap<string, Flag>;
  private ranks: ReadonlyMap<string, number> = new Map();
  /** Flags whose changes the feed shows to this caller: nothing about them was hidden. */
  private readonly announced = new Set<string>();

  constructor(
    private readonly flags: Flags,
    known: readonly Flag[],
  ) {
    this.byId = new Map();
    this.set(known);
  }

  get list(): readonly Flag[] {
    return [...this.byId.values()];
  }

  has(flagId: string): boolean {
    return this.byId.has(flagId);
  }

  /** Notes that the feed has an entry of this flag. */
  announce(flagId: string): void {
    this.announced.add(flagId);
  }

  /** Returns the flags of these ids that the caller may see, in the directory's order. */
  of(ids: readonly string[]): Flag[] {
    const rank = (id: string): number => this.ranks.get(id) ?? 0;
    return [...ids].sort((one, other) => rank(one) - rank(other)).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Returns the organisation with its flags as they are now, or null if it shows them already. */
  renewed(organisation: Organisation): Organisation | null {
    const flags = this.of(organisation.Flags.map(({ Id }) => Id));
    if (JSON.stringify(flags) === JSON.stringify(organisation.Flags)) return null;
    return { ...organisation, Flags: flags };
  }

  /**
   * Reads the list again.
   * @returns `hasNew`: a flag became visible that may be older, so organisations may carry it without an entry that shows
   * it; `hasChanged`: organisations may show something else
   */
  async refresh(signal?: AbortSignal): Promise<{ hasNew: boolean; hasChanged: boolean }> {
    const before = this.byId;
    const list: Flag[] = [];
    for await (const flag of this.flags.list(
      { type: 'Organisation' },
      signal === undefined ? {} : { signal },
    ))
      list.push(flag);
    const unknown = list.filter(({ Id }) => !before.has(Id) && !this.announced.has(Id));
    const hasNew = unknown.some(({ CreatedAt, UpdatedAt }) => CreatedAt !== UpdatedAt);
    const still = list.filter(({ Id }) => before.has(Id));
    const hasChanged = JSON.stringify(still) !== JSON.stringify([...before.values()]);
    this.set(list);
    return { hasNew, hasChanged };
  }

  private set(list: readonly Flag[]): void {
    this.byId = new Map(list.map((flag) => [flag.Id, flag]));
    this.ranks = new Map(list.map(({ Id }, index) => [Id, index]));
  }
}
