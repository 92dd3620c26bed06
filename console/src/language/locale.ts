import { signal } from '@preact/signals';

/** The locale that the page is shown in (BCP 47). */
export const locale = signal('en');
