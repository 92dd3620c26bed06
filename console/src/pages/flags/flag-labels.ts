import { moment, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';

/** Returns the label of a Type; a Type that the console does not know is shown as it is. */
export function typeLabel(type: string): string {
  const types: Readonly<Record<string, string>> = t().flags.types;
  return types[type] ?? type;
}

export function statusLabel(status: string): string {
  const statuses: Readonly<Record<string, string>> = t().status;
  return statuses[status] ?? status;
}

/** Returns a value of a field as the page shows it. */
export function shownValue(field: string, value: string): string {
  if (field === 'Type') return typeLabel(value);
  if (field === 'Status') return statusLabel(value);
  if (field === 'CreatedAt' || field === 'UpdatedAt') return moment(value);
  return value;
}

/** Returns the label of a field; one that this release does not know has its name on the wire. */
export function fieldLabel(field: string): string {
  const labels: Readonly<Record<string, string>> = t().flags.fields;
  return labels[field] ?? field;
}

/** Returns what a person should know before filling in a field: its bounds, from the OpenAPI document. */
export function boundsText({
  maxLength,
  minimum,
  maximum,
}: {
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}): string | undefined {
  if (minimum !== undefined && maximum !== undefined)
    return t().flags.fromTo(number(minimum), number(maximum));
  return maxLength === undefined ? undefined : t().flags.atMost(number(maxLength));
}
