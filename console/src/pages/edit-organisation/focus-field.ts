/** The attribute that marks the frame of a field in the form. */
export const fieldAttribute = 'data-form-field';

/** Moves the focus to the control of a field. */
export function focusField(field: string): void {
  const frame = document.querySelector(`[${fieldAttribute}="${CSS.escape(field)}"]`);
  const control = frame?.querySelector<HTMLElement>('input, select, textarea');
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
