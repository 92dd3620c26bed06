import { moment, number } from '../../language/format.ts';
import { labelOf } from '../../language/label-of.ts';
import { t } from '../../language/language.ts';

export function typeLabel(type: string): string {
  return labelOf(t().flags.types, type);
}

export function statusLabel(status: string): string {
  return labelOf(t().status, status);
}

/** Returns a value of a field as the page shows it. */
export function shownValue(field: string, value: string): string {
  if (field === 'Type') return typeLabel(value);
  if (field === 'Status') return statusLabel(value);
  if (field === 'CreatedAt' || field === 'UpdatedAt') return moment(value);
  return value;
}

export function fieldLabel(field: string): string {
  return labelOf(t().flags.fields, field);
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
