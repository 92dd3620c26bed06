import type { ChangeEntry } from 'organisations-directory-client';
import { labelOf } from '../language/label-of.ts';
import { t } from '../language/language.ts';

/** Returns the label of a field of the organisation or the flag that changed. */
export function fieldLabel({ FlagId }: Pick<ChangeEntry, 'FlagId'>, field: string): string {
  return labelOf(FlagId === undefined ? t().fields : t().flags.fields, field);
}
