/** Moves the focus to the control of a field: the choice between two values of a conflict, or else the field of the form. */
export function focusField(field: string): void {
  const name = CSS.escape(field);
  const control =
    document.querySelector<HTMLElement>(`[data-comparison="${name}"] input`) ??
    document.querySelector<HTMLElement>(`[data-form-field="${name}"] :is(input, select, textarea)`);
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
