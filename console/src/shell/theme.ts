import { signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'console.theme';
const stored = themes.find((one) => one === localStorage.getItem(storageKey));

export const theme = signal<Theme>(stored ?? 'system');
apply(theme.value);

/** Shows the page in a theme, and remembers it for the next visit. */
export function chooseTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(storageKey, next);
  apply(next);
}

function apply(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}
