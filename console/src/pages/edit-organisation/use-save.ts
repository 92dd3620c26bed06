import type { HistoryEntry } from 'organisations-directory-client';
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import type { DraftState } from '../../forms/use-draft.ts';
import { t } from '../../language/language.ts';
import { saved } from '../../organisations/saved.ts';
import { pathTo } from '../../routes.ts';
import { type Draft, undecided } from './organisation-draft.ts';
import type { Faults } from './field-checks.ts';
import type { Problems } from './form-problems.tsx';
import type { SaveResult } from './save-organisation.ts';
import { type FormFaults, refusedFields } from './use-form-faults.ts';

export interface SaveState {
  readonly save: () => Promise<void>;
  readonly isSaving: boolean;
  /** Why the last attempt did not work; null before it. */
  readonly problems: Problems | null;
  /** The change of somebody else that the last attempt met. */
  readonly change: HistoryEntry | null;
}

/**
 * Saves a draft: checks it, sends it, and goes to the page of the organisation. Whatever happens, the draft stays until
 * the directory has taken it.
 */
export function useSave(
  state: DraftState<Draft>,
  faults: FormFaults,
  send: (draft: Draft) => Promise<SaveResult>,
): SaveState {
  const { route } = useLocation();
  const [isSaving, setSaving] = useState(false);
  const [problems, setProblems] = useState<Problems | null>(null);
  const [change, setChange] = useState<HistoryEntry | null>(null);
  // Two presses of a key come before the button is drawn as busy.
  const isSending = useRef(false);
  const isLeft = useRef(false);
  useEffect(
    () => () => {
      isLeft.current = true;
    },
    [],
  );
  const finish = (result: SaveResult): void => {
    if (result.kind === 'outdated') {
      state.keep(result.draft);
      setChange(result.change);
      setProblems({ faults: undecidedFaults(result.draft), error: null });
      announce(t().edit.conflictTitle);
      return;
    }
    state.drop();
    const { organisationId, warnings } = result;
    saved.value = { organisationId, isNew: state.draft.etag === null, warnings };
    // A person who went on to another page meanwhile stays there.
    if (!isLeft.current) route(pathTo('organisation', { id: organisationId }));
  };
  const save = async (): Promise<void> => {
    if (isSending.current) return;
    const found = { ...undecidedFaults(state.draft), ...faults.all };
    faults.showAll();
    setProblems(Object.keys(found).length === 0 ? null : { faults: found, error: null });
    if (Object.keys(found).length > 0) return;
    isSending.current = true;
    setSaving(true);
    try {
      finish(await send(state.draft));
    } catch (error) {
      const refused = refusedFields(error);
      faults.refuse(refused);
      setProblems({ faults: refused, error });
    } finally {
      isSending.current = false;
      setSaving(false);
    }
  };
  return { save, isSaving, problems, change };
}

function undecidedFaults(draft: Draft): Faults {
  return Object.fromEntries(undecided(draft).map((field) => [field, [t().edit.undecided]]));
}
