import { DirectoryError, type Flag } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';
import { readRevision } from '../../organisations/revision.ts';
import { isOperator } from '../../sign-in/session.ts';
import { type FormValues, valuesOf } from './form-values.ts';
import { fillIn } from './fill-in.ts';
import { editFields } from './organisation-schemas.ts';
import type { Start } from './organisation-draft.ts';

export interface FoundForEdit {
  readonly name: string;
  readonly start: Start;
  /** The flags to choose from. */
  readonly flags: readonly Flag[];
  /** Fields of the former revision that can't be brought back. */
  readonly notFilled: readonly string[];
}

/**
 * Reads what the form needs.
 * @param revision a former revision to fill in; null for none
 * @returns null if there is no organisation that the caller may see
 */
export async function readForEdit(
  id: string,
  revision: number | null,
  signal: AbortSignal,
): Promise<FoundForEdit | null> {
  try {
    const [{ value, etag }, flags, former] = await Promise.all([
      directory.organisations.get(id, { signal }),
      readFlags(signal),
      revision === null ? null : readRevision(id, revision, signal),
    ]);
    const base = valuesOf(value, editFields);
    const start = { base, etag, former: null };
    const found = { name: value.OrganisationName, flags, notFilled: [] };
    if (former === null) return { ...found, start };
    const assignable = [...flags, ...value.Flags].map(({ Id }) => Id);
    const filled = fillIn(base, valuesOf(former.values, editFields), assignable, isOperator.value);
    return {
      ...found,
      start: formerStart(start, former.entry.Revision, filled.values),
      notFilled: filled.left,
    };
  } catch (error) {
    if (error instanceof DirectoryError && error.status === 404) return null;
    throw error;
  }
}

function formerStart(start: Start, revision: number, values: FormValues): Start {
  return { ...start, former: { revision, values } };
}

/** Returns the flags that an organisation may carry. */
export async function readFlags(signal: AbortSignal): Promise<Flag[]> {
  const flags: Flag[] = [];
  for await (const flag of directory.flags.list({ type: 'Organisation' }, { signal })) flags.push(flag);
  return flags;
}
