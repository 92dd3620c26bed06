import { useState } from 'preact/hooks';
import { email } from '../sign-in/session.ts';
import { draftKey, keepDraft, readDraft } from './draft-store.ts';

/** Unsaved input of a form. */
export interface DraftState<Draft> {
  readonly draft: Draft;
  /** The form began with what the person had typed before. */
  readonly isRestored: boolean;
  /** False if the browser has no room to keep the draft. */
  readonly isKept: boolean;
  readonly keep: (draft: Draft) => void;
  /** Begins again with other input than the person's. */
  readonly restart: (draft: Draft) => void;
  /** Forgets the draft after a save; the form shows it until the person has left. */
  readonly drop: () => void;
}

/** The kind of draft that a form has. */
interface DraftKind<Draft> {
  /** Returns the draft in a stored value; null if the value is no draft. */
  readonly parse: (stored: unknown) => Draft | null;
  /** A draft without changes is not kept. */
  readonly hasChanges: (draft: Draft) => boolean;
}

/**
 * Keeps what a person types into a form, across a reload and a new sign-in, until it is saved or discarded.
 * @param form name of the form in this tab, with the id of what it changes
 * @param start returns the draft of an untouched form
 */
export function useDraft<Draft extends object>(
  form: string,
  { parse, hasChanges }: DraftKind<Draft>,
  start: () => Draft,
): DraftState<Draft> {
  // Another person in the same tab does not find it.
  const key = draftKey(email.value, form);
  const [stored] = useState(() => readDraft(sessionStorage, key, parse));
  const [draft, setDraft] = useState(() => stored ?? start());
  const [isRestored, setRestored] = useState(stored !== null);
  const [isKept, setKept] = useState(true);
  const keep = (next: Draft): void => {
    setDraft(next);
    setKept(keepDraft(sessionStorage, key, hasChanges(next) ? next : null));
  };
  return {
    draft,
    isRestored,
    isKept,
    keep,
    restart: (next) => {
      setRestored(false);
      keep(next);
    },
    drop: () => {
      keepDraft(sessionStorage, key, null);
    },
  };
}
