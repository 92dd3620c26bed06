import { t } from '../language/language.ts';

/** Returns the label of a field; one that this release does not know has its name on the wire. */
export function fieldLabel(field: string): string {
  const labels = new Map<string, string>(Object.entries(t().fields));
  return labels.get(field) ?? field;
}
