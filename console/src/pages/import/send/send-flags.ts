import { type DirectoryClient, DirectoryError, type FlagCreate } from 'organisations-directory-client';
import {
  flagKey,
  type FlagLookup,
} from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import type { NamedFlag } from '../../../../../src/modules/directory/participants-file/record.js';
import { type PlannedRecord, type StoredFlag, storedFlag } from '../plan/plan-record.ts';
import { isOutage, type Pause, patiently } from './patience.ts';

/** Returns the flags that the records name and that the directory lacks, each once. */
export function missingFlags(
  records: readonly PlannedRecord[],
  lookup: FlagLookup<StoredFlag>,
): readonly NamedFlag[] {
  const named = records.flatMap(({ writes }) => writes?.flags ?? []);
  return [...new Map(lookup.missing(named).map((flag) => [flagKey(flag), flag])).values()];
}

/** Returns the body that creates a flag: at level 0 and Active unless the file says otherwise. */
export function flagBody({ name, value, complete }: NamedFlag): FlagCreate {
  return {
    Name: name,
    Value: value,
    Type: 'Organisation',
    Status: complete?.status ?? 'Active',
    AccessLevel: complete?.accessLevel ?? 0,
    Description: complete?.description ?? null,
  };
}

/**
 * Creates a flag, or finds the one that another person created meanwhile.
 * @returns the sentences of a refusal
 * @throws an outage (see `isOutage`)
 */
export async function createFlag(
  named: NamedFlag,
  { directory, lookup, pause }: { directory: DirectoryClient; lookup: FlagLookup<StoredFlag>; pause: Pause },
): Promise<readonly string[]> {
  try {
    const flag = await patiently(() => directory.flags.create(flagBody(named)), pause);
    lookup.add(storedFlag(flag));
    return [];
  } catch (error) {
    if (isOutage(error) || !(error instanceof DirectoryError)) throw error;
    if (error.status !== 409) return error.sentences;
    for await (const flag of directory.flags.list({ name: named.name })) lookup.add(storedFlag(flag));
    return lookup.missing([named]).length === 0 ? [] : error.sentences;
  }
}
