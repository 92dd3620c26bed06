import type { ChangeEntry } from 'organisations-directory-client';
import { t } from '../language/language.ts';

/** Returns the label of a field of the organisation or the flag that changed; an unknown one has its name on the wire. */
export function fieldLabel({ FlagId }: Pick<ChangeEntry, 'FlagId'>, field: string): string {
  const { fields, flags } = t();
  const labels: Readonly<Record<string, string>> = FlagId === undefined ? fields : flags.fields;
  return Object.hasOwn(labels, field) ? (labels[field] ?? field) : field;
}
