import { signal } from '@preact/signals';

/** The last save of this tab, for the page of the organisation to confirm. */
export interface Saved {
  readonly organisationId: string;
  readonly isNew: boolean;
  /** The Warnings of the answer. */
  readonly warnings: readonly string[];
}

export const saved = signal<Saved | null>(null);
