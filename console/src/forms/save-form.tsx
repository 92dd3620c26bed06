import type { ComponentChildren } from 'preact';
import { Button } from '../design/button.tsx';
import { ErrorNotice } from '../design/error-notice.tsx';
import { Section } from '../design/section.tsx';
import { t } from '../language/language.ts';
import styles from './form.module.css';
import type { Action } from './use-action.ts';

interface SaveFormProps {
  /** The last attempt to save. */
  readonly saving: Pick<Action, 'isBusy' | 'error'>;
  readonly saveLabel: string;
  readonly onSave: () => void;
  /** The way to leave without saving. */
  readonly cancel: ComponentChildren;
  /** The fields. */
  readonly children: ComponentChildren;
}

/** A form with a button that saves; a refusal stands above the fields. */
export function SaveForm({ saving, saveLabel, onSave, cancel, children }: SaveFormProps) {
  return (
    <Section>
      <form
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        {saving.error !== null && <ErrorNotice error={saving.error} />}
        {children}
        <div class={styles.buttons}>
          <Button look="primary" type="submit" isBusy={saving.isBusy}>
            {saving.isBusy ? t().common.saving : saveLabel}
          </Button>
          {cancel}
        </div>
      </form>
    </Section>
  );
}
