import { t } from '../language/language.ts';

/** Returns the label of a field of an organisation or a flag; a field that the console does not know is shown as it is. */
export function fieldLabel(field: string): string {
  const labels: Readonly<Record<string, string>> = t().fields;
  return labels[field] ?? field;
}
