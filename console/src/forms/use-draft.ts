import { useCallback, useState } from 'preact/hooks';
import { email } from '../sign-in/session.ts';
import { type Draft, emptyDraft, hasTyped, parseDraft, withTyped } from './draft.ts';

/** The values of a form, of which the typed ones are kept in the tab until they are saved. */
export interface DraftForm<Field extends string> {
  readonly values: Readonly<Record<Field, string>>;
  readonly draft: Draft;
  /** True if something is typed that is not saved. */
  readonly isChanged: boolean;
  readonly type: (field: Field, value: string) => void;
  /** Has the typed values replace another state than the one that they were typed for. */
  readonly rebase: (etag: string) => void;
  /** After saving, or when the person gives up what they typed. */
  readonly forget: () => void;
}

/**
 * Keeps what a person types into a form, across a reload and a new sign-in.
 * @param name of the form in this tab, with the id of what it changes
 * @param base the saved values, or those that a new thing begins with
 * @param etag the state that has the saved values; empty for something new
 */
export function useDraft<Field extends string>(
  name: string,
  fields: readonly Field[],
  base: Readonly<Record<Field, string>>,
  etag = '',
): DraftForm<Field> {
  // Another person in the same tab does not find it.
  const key = `console.draft.${email.value ?? ''}.${name}`;
  const [draft, setDraft] = useState<Draft>(() => parseDraft(sessionStorage.getItem(key), fields));
  const keep = useCallback(
    (next: Draft) => {
      setDraft(next);
      store(key, next);
    },
    [key],
  );
  return {
    values: { ...base, ...draft.typed },
    draft,
    isChanged: hasTyped(draft),
    type: (field, value) => {
      keep(withTyped(draft, field, value, base[field], etag));
    },
    rebase: (next) => {
      keep({ ...draft, etag: next });
    },
    forget: () => {
      keep(emptyDraft);
    },
  };
}

function store(key: string, draft: Draft): void {
  try {
    if (hasTyped(draft)) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // The browser has no room or allows no storage: the draft lives as long as the page.
  }
}
