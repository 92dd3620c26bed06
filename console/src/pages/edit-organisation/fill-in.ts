import { type FieldValue, type FormValues, isSame } from './form-values.ts';

/**
 * Returns the values of a former revision as far as the caller may set them again, and the fields that keep their present
 * value in whole or in part: a Status that only an operator sets, and flags that are no longer active.
 * @param assignable ids of the flags that the organisation may carry
 */
export function fillIn(
  present: FormValues,
  former: FormValues,
  assignable: readonly string[],
  isOperator: boolean,
): { readonly values: FormValues; readonly left: readonly string[] } {
  const values = Object.entries(former).map(([field, value]): [string, FieldValue] => {
    if (typeof value === 'object') return [field, value.filter((id) => assignable.includes(id))];
    const isForbidden = field === 'Status' && value === 'Active' && !isOperator;
    return [field, isForbidden ? (present[field] ?? value) : value];
  });
  const left = values.filter(([field, value]) => !isSame(former[field], value)).map(([field]) => field);
  return { values: Object.fromEntries(values), left };
}
