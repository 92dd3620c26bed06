import { changedFields, type FieldValue, type FormValues, isSame } from './form-values.ts';

/** A field that somebody changed: its value when the person began, now in the directory, and in the form. */
export interface Comparison {
  readonly field: string;
  readonly base: FieldValue;
  readonly theirs: FieldValue;
  readonly mine: FieldValue;
  /** Both changed it, to different values. */
  readonly isConflict: boolean;
}

export interface Merge {
  /** The merged values; a field in conflict keeps the value of the form. */
  readonly values: FormValues;
  /** Every field that either changed, in the order of the form. */
  readonly comparisons: readonly Comparison[];
}

/**
 * Merges the changes of two people who began with the same state. A field that only one of them changed gets that change.
 * Flags always merge: each flag is a change of its own.
 */
export function merge(base: FormValues, mine: FormValues, theirs: FormValues): Merge {
  const changed = new Set([...changedFields(base, mine), ...changedFields(base, theirs)]);
  const merged = Object.keys(mine).map((field): [string, FieldValue] => {
    const parts = partsOf(field, base, mine, theirs);
    return [field, changed.has(field) ? mergedValue(parts) : parts.mine];
  });
  const comparisons = Object.keys(mine)
    .filter((field) => changed.has(field))
    .map((field) => {
      const parts = partsOf(field, base, mine, theirs);
      return { field, ...parts, isConflict: isConflict(parts) };
    });
  return { values: Object.fromEntries(merged), comparisons };
}

type Parts = Pick<Comparison, 'base' | 'theirs' | 'mine'>;

function partsOf(field: string, base: FormValues, mine: FormValues, theirs: FormValues): Parts {
  return { base: base[field] ?? '', theirs: theirs[field] ?? '', mine: mine[field] ?? '' };
}

function isConflict({ base, mine, theirs }: Parts): boolean {
  if (typeof mine === 'object') return false;
  return !isSame(base, mine) && !isSame(base, theirs) && !isSame(mine, theirs);
}

function mergedValue({ base, mine, theirs }: Parts): FieldValue {
  if (typeof base === 'object' && typeof mine === 'object' && typeof theirs === 'object')
    return mergedList(base, mine, theirs);
  return isSame(base, mine) ? theirs : mine;
}

function mergedList(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const added = mine.filter((item) => !base.includes(item) && !theirs.includes(item));
  const removed = new Set(base.filter((item) => !mine.includes(item)));
  return [...theirs.filter((item) => !removed.has(item)), ...added];
}
