type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Returns the place of a draft in the storage of the tab: each user has their own for each form. */
export function draftKey(user: string | null, form: string): string {
  return `console.draft:${JSON.stringify([user, form])}`;
}

/**
 * Returns the draft, or null if there is none that this release can read.
 * @param parse returns the draft in a stored value; null if the value is no draft
 */
export function readDraft<Draft>(
  storage: DraftStorage,
  key: string,
  parse: (stored: unknown) => Draft | null,
): Draft | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    return parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Keeps a draft until the tab is closed.
 * @param draft null drops it
 * @returns false if the browser has no room for it
 */
export function keepDraft(storage: DraftStorage, key: string, draft: object | null): boolean {
  try {
    if (draft === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
