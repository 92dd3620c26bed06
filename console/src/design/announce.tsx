import { signal } from '@preact/signals';

const message = signal('');

/** Has a screen reader say something that the page shows elsewhere, such as the number of results. */
export function announce(text: string): void {
  // The same text twice is a change only if it differs.
  message.value = message.value === text ? `${text}\u00a0` : text;
}

/** The live region of `announce`; it stands once in the page. */
export function Announcements() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {message}
    </div>
  );
}
