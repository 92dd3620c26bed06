import type { ImportFlags, NamedFlag } from './record.js';

/** A flag of the directory, as far as files name flags. */
export interface KnownFlag {
  readonly flagId: string;
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly status: string;
}

/** Finds the flags of the directory that a file names: by id, or by the name and value of an Organisation flag. */
export class FlagLookup<Known extends KnownFlag> {
  private readonly byId = new Map<string, Known>();
  private readonly byName = new Map<string, Known>();

  add(flag: Known): void {
    this.byId.set(flag.flagId, flag);
    if (flag.type === 'Organisation') this.byName.set(flagKey(flag), flag);
  }

  find(named: NamedFlag): Known | null {
    const byId = named.complete === null ? undefined : this.byId.get(named.complete.flagId);
    return byId ?? this.byName.get(flagKey(named)) ?? null;
  }

  /** Returns a sentence for each flag that an organisation can't carry. */
  errorsOf(flags: readonly NamedFlag[]): string[] {
    return flags.flatMap((named) => {
      const flag = this.find(named) ?? named.complete;
      const isAssignable = flag === null || (flag.type === 'Organisation' && flag.status === 'Active');
      return isAssignable
        ? []
        : [`Flags names ${named.name}=${named.value}, which is not an Active flag of Type Organisation`];
    });
  }

  /** Returns the flags that do not exist. */
  missing(flags: readonly NamedFlag[]): NamedFlag[] {
    return flags.filter((named) => this.find(named) === null);
  }

  /** Returns the flags that exist, each once. */
  existing(flags: readonly NamedFlag[]): Known[] {
    const found = flags.map((named) => this.find(named)).filter((flag) => flag !== null);
    return [...new Map(found.map((flag) => [flag.flagId, flag])).values()];
  }
}

/** Returns a text that is equal for flags with the same name and value. */
export function flagKey({ name, value }: Pick<KnownFlag, 'name' | 'value'>): string {
  return JSON.stringify([name, value]);
}

/**
 * Returns the flags of an organisation after the import of a record. A map contains only flags of level 0, so the others
 * stay; a list replaces all.
 * @param named the flags of the record that exist
 */
export function amendedFlags<Known extends { readonly flagId: string; readonly accessLevel: number }>(
  flags: ImportFlags | null,
  before: readonly Known[],
  named: readonly Known[],
): readonly Known[] {
  if (flags === null) return before;
  if (flags.form === 'objects') return named;
  const hidden = before.filter((flag) => flag.accessLevel > 0);
  return [...new Map([...hidden, ...named].map((flag) => [flag.flagId, flag])).values()];
}
