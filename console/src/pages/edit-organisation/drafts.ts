import { changedFields, type FormValues } from './form-values.ts';
import type { Comparison } from './merge.ts';

/** Unsaved input of the form. */
export interface Draft {
  /** The state that the values are based on. */
  readonly base: FormValues;
  /** The ETag of that state; null for a new organisation. */
  readonly etag: string | null;
  readonly values: FormValues;
  /** The fields that somebody else changed meanwhile, and the person's own; empty without a conflict. */
  readonly comparisons: readonly Comparison[];
  /** The fields in conflict that the person has decided. */
  readonly decided: readonly string[];
  /** The former revision that the form was filled in with; null for none. */
  readonly revision: number | null;
  /** ISO 8601. */
  readonly at: string;
}

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Returns the place of a draft: each user has their own for each organisation, and one for a new organisation (null). */
export function draftKey(user: string | null, organisationId: string | null): string {
  return `console.draft:${JSON.stringify([user, organisationId])}`;
}

/** Returns the draft, or null if there is none that this release can read. */
export function readDraft(storage: DraftStorage, key: string): Draft | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    const stored: unknown = JSON.parse(text);
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/**
 * Keeps the draft until the tab is closed; a draft without changes is dropped.
 * @returns false if the browser has no room for it
 */
export function keepDraft(storage: DraftStorage, key: string, draft: Draft): boolean {
  if (!hasChanges(draft)) {
    dropDraft(storage, key);
    return true;
  }
  try {
    storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(storage: DraftStorage, key: string): void {
  storage.removeItem(key);
}

export function hasChanges({ base, values }: Draft): boolean {
  return changedFields(base, values).length > 0;
}

/** Returns the fields in conflict that the person has not decided yet. */
export function undecided({ comparisons, decided }: Draft): string[] {
  return comparisons
    .filter(({ field, isConflict }) => isConflict && !decided.includes(field))
    .map(({ field }) => field);
}

function isDraft(stored: unknown): stored is Draft {
  if (typeof stored !== 'object' || stored === null) return false;
  const draft: Partial<Record<keyof Draft, unknown>> = stored;
  return (
    typeof draft.base === 'object' &&
    typeof draft.values === 'object' &&
    draft.values !== null &&
    draft.base !== null &&
    Array.isArray(draft.comparisons) &&
    Array.isArray(draft.decided) &&
    typeof draft.at === 'string'
  );
}
