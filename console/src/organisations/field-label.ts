import { labelOf } from '../language/label-of.ts';
import { t } from '../language/language.ts';

/** Returns the label of a field of an organisation. */
export function fieldLabel(field: string): string {
  return labelOf(t().fields, field);
}
