import type { Flag } from 'organisations-directory-client';
import { useLocation } from 'preact-iso';
import { Button } from '../../design/button.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { DraftNotices } from './draft-notices.tsx';
import { draftOf, hasChanges, parseDraft, withValue } from './organisation-draft.ts';
import styles from './form.module.css';
import { FormProblems } from './form-problems.tsx';
import { defaultValues } from './form-values.ts';
import { OrganisationForm } from './organisation-form.tsx';
import { newFields, requiredFields } from './organisation-schemas.ts';
import { createOrganisation } from './save-organisation.ts';
import { wordsFor } from './status-words.ts';
import { useFormFaults } from './use-form-faults.ts';
import { useSave } from './use-save.ts';

const start = { base: defaultValues(newFields), etag: null, former: null };

/** The form of a new organisation. */
export function NewForm({ flags }: { readonly flags: readonly Flag[] }) {
  const { edit } = t();
  const { route } = useLocation();
  const state = useDraft('new-organisation', { parse: parseDraft, hasChanges }, () => draftOf(start));
  const { draft } = state;
  const faults = useFormFaults(draft.values, newFields, requiredFields);
  const { save, isSaving, problems } = useSave(state, faults, ({ values }) => createOrganisation(values));
  const restart = (): void => {
    state.restart(draftOf(start));
  };
  return (
    <div class={styles.page}>
      <DraftNotices state={state} start={start} onRestart={restart} />
      <FormProblems problems={problems} />
      <OrganisationForm
        fields={newFields}
        required={requiredFields}
        values={draft.values}
        faults={faults}
        flags={flags}
        wordsOf={(field) => wordsFor(field, newFields, null, isOperator.value)}
        isSaving={isSaving}
        saveLabel={edit.create}
        backTo={pathTo('organisations')}
        onValue={(field, value) => {
          state.keep(withValue(draft, field, value));
        }}
        onSave={() => {
          void save();
        }}
      >
        {hasChanges(draft) && (
          <Button
            look="quiet"
            onClick={() => {
              restart();
              route(pathTo('organisations'));
            }}
          >
            {edit.discard}
          </Button>
        )}
      </OrganisationForm>
    </div>
  );
}
