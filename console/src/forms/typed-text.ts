/** Unsaved input of a form of texts: the changed fields only, and the state that they changed. */
export interface TypedText {
  /** ETag of the state that the typed values replace; empty for something new. */
  readonly etag: string;
  readonly typed: Readonly<Record<string, string>>;
}

export const nothingTyped: TypedText = { etag: '', typed: {} };

/** Returns the draft in a stored value; fields that the form does not have are left out. */
export function parseTyped(value: unknown, fields: readonly string[]): TypedText {
  const stored = membersOf(value);
  const typed = Object.entries(membersOf(stored.typed)).flatMap(([field, text]) =>
    fields.includes(field) && typeof text === 'string' ? [[field, text] as const] : [],
  );
  return { etag: typeof stored.etag === 'string' ? stored.etag : '', typed: Object.fromEntries(typed) };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * Returns the draft after a field was typed into. A field that has its saved value again is no change.
 * @param saved the value that the form began with
 * @param etag the state that has the saved value
 */
export function withTyped(
  draft: TypedText,
  field: string,
  value: string,
  saved: string,
  etag: string,
): TypedText {
  const others = Object.entries(draft.typed).filter(([name]) => name !== field);
  return {
    etag: hasTyped(draft) ? draft.etag : etag,
    typed: Object.fromEntries(value === saved ? others : [...others, [field, value]]),
  };
}

export function hasTyped({ typed }: TypedText): boolean {
  return Object.keys(typed).length > 0;
}
