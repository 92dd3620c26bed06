/** An import that a reload or a closed tab cut off. */
export interface Unfinished {
  readonly file: string;
  /** Records sent, and records to be sent. */
  readonly done: number;
  readonly total: number;
}

const storageKey = 'console.import';

/** Keeps in the tab how far an import has come. */
export function rememberUnfinished(unfinished: Unfinished): void {
  sessionStorage.setItem(storageKey, JSON.stringify(unfinished));
}

export function forgetUnfinished(): void {
  sessionStorage.removeItem(storageKey);
}

/** Returns the import that was under way when the page was left, or null. */
export function findUnfinished(): Unfinished | null {
  const stored = sessionStorage.getItem(storageKey);
  return stored === null ? null : (JSON.parse(stored) as Unfinished);
}
