import { useLocation } from 'preact-iso';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { DraftNotices } from './draft-notices.tsx';
import { draftOf, hasChanges, parseDraft, withValue } from './organisation-draft.ts';
import styles from './form.module.css';
import { FormProblems } from './form-problems.tsx';
import type { FieldValue } from './form-values.ts';
import { OrganisationForm } from './organisation-form.tsx';
import { editFields, requiredFields } from './organisation-schemas.ts';
import type { FoundForEdit } from './read-for-edit.ts';
import { saveChanges } from './save-organisation.ts';
import { wordsFor } from './status-words.ts';
import { useFormFaults } from './use-form-faults.ts';
import { useSave } from './use-save.ts';

/** The form of an organisation that exists. */
export function EditForm({ id, name, start, flags, notFilled }: FoundForEdit & { readonly id: string }) {
  const { edit } = t();
  const { route } = useLocation();
  const state = useDraft(`organisation ${id}`, { parse: parseDraft, hasChanges }, () => draftOf(start));
  const { draft } = state;
  const faults = useFormFaults(draft.values, editFields, requiredFields);
  const { save, isSaving, problems, change } = useSave(state, faults, (present) => saveChanges(id, present));
  const setValue = (field: string, value: FieldValue): void => {
    state.keep(withValue(draft, field, value));
  };
  const page = pathTo('organisation', { id });
  const discard = (): void => {
    state.restart(draftOf({ ...start, former: null }));
    route(page);
  };
  return (
    <div class={styles.page}>
      <PageHeading title={edit.titleOf(name)} summary={<code dir="auto">{id}</code>} />
      <DraftNotices
        state={state}
        start={start}
        onRestart={() => {
          state.restart(draftOf(start));
        }}
      />
      {draft.revision !== null && notFilled.length > 0 && (
        <Notice tone="wait">
          <p>{edit.notFilled(notFilled.map(fieldLabel).join(', '))}</p>
        </Notice>
      )}
      <FormProblems problems={problems}>
        <ConflictPanel draft={draft} change={change} flags={flags} onChoose={setValue} />
      </FormProblems>
      <OrganisationForm
        fields={editFields}
        required={requiredFields}
        values={draft.values}
        faults={faults}
        flags={flags}
        wordsOf={(field) => wordsFor(field, editFields, draft.base[field] ?? null, isOperator.value)}
        isSaving={isSaving}
        saveLabel={draft.comparisons.length > 0 ? edit.saveMerged : t().common.save}
        backTo={page}
        onValue={setValue}
        onSave={() => {
          void save();
        }}
      >
        {hasChanges(draft) && (
          <Button look="quiet" onClick={discard}>
            {edit.discard}
          </Button>
        )}
      </OrganisationForm>
    </div>
  );
}
