/** Unsaved input of a form: the changed fields only, and the state that they changed. */
export interface Draft {
  /** ETag of the state that the typed values replace; empty for something new. */
  readonly etag: string;
  readonly typed: Readonly<Record<string, string>>;
}

export const emptyDraft: Draft = { etag: '', typed: {} };

/** Reads a stored draft; fields that the form does not have are left out. */
export function parseDraft(text: string | null, fields: readonly string[]): Draft {
  const stored = membersOf(parsed(text));
  const typed = Object.entries(membersOf(stored.typed)).flatMap(([field, value]) =>
    fields.includes(field) && typeof value === 'string' ? [[field, value] as const] : [],
  );
  return { etag: typeof stored.etag === 'string' ? stored.etag : '', typed: Object.fromEntries(typed) };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return null;
  }
}

/**
 * Returns the draft after a field was typed into. A field that has its saved value again is no change.
 * @param saved the value that the form began with
 * @param etag the state that has the saved value
 */
export function withTyped(draft: Draft, field: string, value: string, saved: string, etag: string): Draft {
  const others = Object.entries(draft.typed).filter(([name]) => name !== field);
  return {
    etag: hasTyped(draft) ? draft.etag : etag,
    typed: Object.fromEntries(value === saved ? others : [...others, [field, value]]),
  };
}

export function hasTyped({ typed }: Draft): boolean {
  return Object.keys(typed).length > 0;
}
