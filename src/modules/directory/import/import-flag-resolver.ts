import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../../database/database.js';
import type { Flag } from '../flags/flag.fields.js';
import { flagChanges } from '../flags/flag.mapper.js';
import type { ImportFlagsRepository } from './import-flags.repository.js';
import type { ImportRecord, NamedFlag } from './import-record.js';
import type { ImportRun } from './write-plans.js';

/** Resolves the flags that a batch names to flags of the directory, locked until the end of the transaction. */
export class ImportFlagResolver {
  /** Number of flags that the batch created. */
  createdCount = 0;
  private byId = new Map<string, Flag>();
  private byName = new Map<string, Flag>();

  constructor(
    private readonly flags: ImportFlagsRepository,
    private readonly transaction: Queryable,
    private readonly run: ImportRun,
  ) {}

  /** Reads and locks the named flags that exist. */
  async load(named: readonly NamedFlag[]): Promise<void> {
    if (named.length === 0) return;
    const wanted = [...new Map(named.map((flag) => [keyOf(flag), flag])).values()];
    for (const flag of await this.flags.lockShared(this.transaction, wanted)) {
      this.byId.set(flag.flagId, flag);
      if (flag.type === 'Organisation') this.byName.set(keyOf(flag), flag);
    }
  }

  /** Returns a sentence for each named flag that an organisation can't carry. */
  errorsOf(record: ImportRecord): string[] {
    return namedBy(record).flatMap((named) => {
      const flag = this.find(named) ?? named.complete;
      const isAssignable = flag === null || (flag.type === 'Organisation' && flag.status === 'Active');
      return isAssignable
        ? []
        : [`Flags names ${named.name}=${named.value}, which is not an Active flag of Type Organisation`];
    });
  }

  /** Creates the missing flags of the records: at level 0 and Active unless the file says otherwise. */
  async createMissing(records: readonly ImportRecord[], now: Date): Promise<void> {
    const missing = records.flatMap(namedBy).filter((named) => this.find(named) === null);
    if (missing.length === 0) return;
    const created = new Map(missing.map((named) => [keyOf(named), named.complete ?? newFlag(named, now)]));
    const flags = [...created.values()].map((flag) => ({ ...flag, changes: flagChanges(null, flag) }));
    this.createdCount += await this.flags.create(this.transaction, flags, this.run);
    await this.load(missing);
  }

  /** Returns the flags that a record names and that exist. */
  flagsOf(record: ImportRecord): Flag[] {
    const flags = namedBy(record).map((named) => this.find(named));
    const found = flags.filter((flag) => flag !== null);
    return [...new Map(found.map((flag) => [flag.flagId, flag])).values()];
  }

  private find(named: NamedFlag): Flag | null {
    const byId = named.complete === null ? undefined : this.byId.get(named.complete.flagId);
    return byId ?? this.byName.get(keyOf(named)) ?? null;
  }
}

/** Returns the names and values of a record's flags. */
export function namedBy(record: ImportRecord): readonly NamedFlag[] {
  return record.flags?.flags ?? [];
}

function keyOf(flag: Pick<Flag, 'name' | 'value'>): string {
  return JSON.stringify([flag.name, flag.value]);
}

function newFlag(named: NamedFlag, now: Date): Flag {
  return {
    flagId: randomUUID(),
    createdAt: now,
    updatedAt: now,
    name: named.name,
    description: null,
    type: 'Organisation',
    value: named.value,
    status: 'Active',
    accessLevel: 0,
  };
}
