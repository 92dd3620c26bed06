import { changedFields, type FieldValue, type FormValues } from './form-values.ts';
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

/** The state that a form begins with. */
export interface Start {
  readonly base: FormValues;
  readonly etag: string | null;
  /** Values of a former revision to begin with; null for none. */
  readonly former: { readonly revision: number; readonly values: FormValues } | null;
}

/** Returns the draft of an untouched form. */
export function draftOf({ base, etag, former }: Start): Draft {
  return {
    base,
    etag,
    values: former?.values ?? base,
    comparisons: [],
    decided: [],
    revision: former?.revision ?? null,
    at: new Date().toISOString(),
  };
}

/** Returns the draft after the person has changed a field, which decides it. */
export function withValue(draft: Draft, field: string, value: FieldValue): Draft {
  const decided = [...new Set([...draft.decided, field])];
  return { ...draft, decided, values: { ...draft.values, [field]: value }, at: new Date().toISOString() };
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

/** Returns the draft in a stored value; null if the value is no draft. */
export function parseDraft(stored: unknown): Draft | null {
  return isDraft(stored) ? stored : null;
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
