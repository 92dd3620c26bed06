import type { FieldChange } from 'organisations-directory-client';

/** A value or one item of a list, and whether the other side of the change has it too. */
export interface ValueLine {
  readonly value: unknown;
  readonly isKept: boolean;
}

/** Returns the lines of both sides of a change; a list has a line for each item. */
export function linesOfChange({ Old, New }: Pick<FieldChange, 'Old' | 'New'>): {
  readonly old: readonly ValueLine[];
  readonly new: readonly ValueLine[];
} {
  const before = linesOf(Old);
  const after = linesOf(New);
  return { old: marked(before, after), new: marked(after, before) };
}

function linesOf(value: FieldChange['Old']): readonly unknown[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function marked(lines: readonly unknown[], others: readonly unknown[]): readonly ValueLine[] {
  const known = new Set(others);
  return lines.map((value) => ({ value, isKept: known.has(value) }));
}
