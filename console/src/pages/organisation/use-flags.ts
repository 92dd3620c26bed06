import type { Flag } from 'organisations-directory-client';
import { useMemo } from 'preact/hooks';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import type { FlagsById } from '../../organisations/field-value.tsx';

/** Former flags of an organisation may be inactive now. */
const statuses = ['Active', 'Inactive'] as const;

/** Returns flags by id, to name those of the history; until they are read, and if they can't be, the given ones alone. */
export function useFlags(present: readonly Flag[]): FlagsById {
  const { value } = useLoaded(readFlags, []);
  return useMemo(
    () => new Map([...(value ?? []), ...present].map((flag) => [flag.Id, flag])),
    [value, present],
  );
}

async function readFlags(signal: AbortSignal): Promise<Flag[]> {
  const flags: Flag[] = [];
  for (const status of statuses) {
    const query = { type: 'Organisation', status } as const;
    for await (const flag of directory.flags.list(query, { signal })) flags.push(flag);
  }
  return flags;
}
