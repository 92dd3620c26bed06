import { useState } from 'preact/hooks';
import { type Draft, dropDraft, keepDraft, readDraft } from './drafts.ts';
import type { FieldValue, FormValues } from './form-values.ts';

/** The state that a form begins with. */
export interface Start {
  readonly base: FormValues;
  readonly etag: string | null;
  /** Values of a former revision to begin with; null for none. */
  readonly former: { readonly revision: number; readonly values: FormValues } | null;
}

export interface DraftState {
  readonly draft: Draft;
  /** The form began with what the person had typed before. */
  readonly isRestored: boolean;
  /** False if the browser has no room to keep the draft. */
  readonly isKept: boolean;
  readonly setValue: (field: string, value: FieldValue) => void;
  readonly replace: (draft: Draft) => void;
  /** Begins again with the present state, or with the former revision. */
  readonly restart: (start: Start) => void;
  /** Forgets the draft after a save. */
  readonly drop: () => void;
}

/** Keeps the input of the form in the tab with each input until it is saved or discarded. */
export function useDraft(key: string, start: Start): DraftState {
  const [stored] = useState(() => readDraft(sessionStorage, key));
  const [draft, setDraft] = useState(() => stored ?? draftOf(start));
  const [isRestored, setRestored] = useState(stored !== null);
  const [isKept, setKept] = useState(true);
  const replace = (next: Draft): void => {
    setDraft(next);
    setKept(keepDraft(sessionStorage, key, next));
  };
  return {
    draft,
    isRestored,
    isKept,
    replace,
    setValue: (field, value) => {
      const decided = [...new Set([...draft.decided, field])];
      replace({
        ...draft,
        decided,
        values: { ...draft.values, [field]: value },
        at: new Date().toISOString(),
      });
    },
    restart: (next) => {
      setRestored(false);
      replace(draftOf(next));
    },
    drop: () => {
      dropDraft(sessionStorage, key);
    },
  };
}

function draftOf({ base, etag, former }: Start): Draft {
  return {
    base,
    etag,
    values: former?.values ?? base,
    comparisons: [],
    decided: [],
    revision: former?.revision ?? null,
    at: new Date().toISOString(),
  };
}
