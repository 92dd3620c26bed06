import type { FieldChange } from '../schemas.js';

/** One entry of the directory's log of changes. It names an organisation or a flag. */
export interface ChangeEntry {
  /** 1, 2, 3 … in one log of the whole directory. Entries that the caller may not see are left out. */
  readonly Position: number;
  readonly OrganisationId?: string;
  readonly FlagId?: string;
  /** Counts the changes of this organisation or flag. */
  readonly Revision: number;
  readonly At: string;
  readonly By: { readonly ClientId: string; readonly UserEmail: string | null };
  readonly InteractionId: string;
  readonly Operation: 'Create' | 'Update' | 'Import' | 'FlagCascade' | 'AdminUser';
  readonly Changes: readonly FieldChange[];
  /** The hash of the chain up to this entry; absent if something was left out of the entry for this caller. */
  readonly Hash?: string | null;
}

/** An entry and the place to go on from after it. */
export interface Change {
  /** `<Log>.<Position>`: keep it when the entry is processed, and give it as `after` to resume. */
  readonly place: string;
  readonly entry: ChangeEntry;
}

/** An answer of `GET /organisations/changes`. */
export interface ChangesPage {
  readonly changes: readonly ChangeEntry[];
  readonly next: string;
  readonly hasMore: boolean;
}

/** A place in a log. */
export interface Place {
  readonly log: string;
  readonly position: number;
}

/** Reads `<Log>.<Position>`. */
export function parsePlace(text: string): Place {
  const [, log, position] = /^(.+)\.(\d+)$/.exec(text) ?? [];
  if (log === undefined || position === undefined)
    throw new Error(`"${text}" is not a place in a log of changes (<Log>.<Position>).`);
  return { log, position: Number(position) };
}

export function placeText({ log, position }: Place): string {
  return `${log}.${position}`;
}
