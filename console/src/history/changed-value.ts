import type { FieldChange } from 'organisations-directory-client';

type HistoryValue = FieldChange['Old'];

/** One line of a value, and whether the other side of the change has it too. */
export interface ValueLine {
  readonly text: string;
  readonly isKept: boolean;
}

/** Returns the lines of both sides of a change; a list has a line for each item, an object one for each member. */
export function linesOfChange({ Old, New }: Pick<FieldChange, 'Old' | 'New'>): {
  readonly old: readonly ValueLine[];
  readonly new: readonly ValueLine[];
} {
  const before = linesOf(Old);
  const after = linesOf(New);
  return { old: marked(before, after), new: marked(after, before) };
}

function linesOf(value: HistoryValue): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (typeof value === 'object')
    return Object.entries<unknown>(value).map(([name, member]) => `${name}: ${textOf(member)}`);
  return [String(value)];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function marked(lines: readonly string[], others: readonly string[]): readonly ValueLine[] {
  const known = new Set(others);
  return lines.map((text) => ({ text, isKept: known.has(text) }));
}
