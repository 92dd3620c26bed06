import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../../database/database.js';
import type { Flag } from '../flags/flag.fields.js';
import { flagChanges } from '../flags/flag.mapper.js';
import type { ImportFlagsRepository } from './import-flags.repository.js';
import { FlagLookup, flagKey } from '../participants-file/flag-lookup.js';
import type { NamedFlag } from '../participants-file/record.js';
import type { ImportRecord } from './import-record.js';
import type { ImportRun } from './write-plans.js';

/** Resolves the flags that a batch names to flags of the directory, locked until the end of the transaction. */
export class ImportFlagResolver {
  /** Number of flags that the batch created. */
  createdCount = 0;
  private readonly known = new FlagLookup<Flag>();

  constructor(
    private readonly flags: ImportFlagsRepository,
    private readonly transaction: Queryable,
    private readonly run: ImportRun,
  ) {}

  /** Reads and locks the named flags that exist. */
  async load(named: readonly NamedFlag[]): Promise<void> {
    if (named.length === 0) return;
    const wanted = [...new Map(named.map((flag) => [flagKey(flag), flag])).values()];
    for (const flag of await this.flags.lockShared(this.transaction, wanted)) this.known.add(flag);
  }

  /** Returns a sentence for each named flag that an organisation can't carry. */
  errorsOf(record: ImportRecord): string[] {
    return this.known.errorsOf(namedBy(record));
  }

  /** Creates the missing flags of the records: at level 0 and Active unless the file says otherwise. */
  async createMissing(records: readonly ImportRecord[], now: Date): Promise<void> {
    const missing = this.known.missing(records.flatMap(namedBy));
    if (missing.length === 0) return;
    const created = new Map(missing.map((named) => [flagKey(named), named.complete ?? newFlag(named, now)]));
    const flags = [...created.values()].map((flag) => ({ ...flag, changes: flagChanges(null, flag) }));
    this.createdCount += await this.flags.create(this.transaction, flags, this.run);
    await this.load(missing);
  }

  /** Returns the flags that a record names and that exist. */
  flagsOf(record: ImportRecord): Flag[] {
    return this.known.existing(namedBy(record));
  }
}

/** Returns the names and values of a record's flags. */
export function namedBy(record: ImportRecord): readonly NamedFlag[] {
  return record.flags?.flags ?? [];
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
