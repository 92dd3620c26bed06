import type { Flag } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { Button, LinkButton } from '../../design/button.tsx';
import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { groupsOf } from '../../organisations/field-groups.ts';
import { CountryList } from './country-list.tsx';
import { FormField } from './form-field.tsx';
import type { FieldSchemas, FieldValue, FormValues } from './form-values.ts';
import styles from './form.module.css';
import type { FormFaults } from './use-form-faults.ts';

interface OrganisationFormProps {
  readonly fields: FieldSchemas;
  readonly required: readonly string[];
  readonly values: FormValues;
  readonly faults: FormFaults;
  readonly flags: readonly Flag[];
  /** The words that the caller may choose for a field. */
  readonly wordsOf: (field: string) => readonly string[];
  readonly isSaving: boolean;
  readonly saveLabel: string;
  readonly backTo: string;
  readonly onValue: (field: string, value: FieldValue) => void;
  readonly onSave: () => void;
  /** More buttons beside the one that saves. */
  readonly children?: ComponentChildren;
}

/** The form of an organisation, whether it is new or not. */
export function OrganisationForm(props: OrganisationFormProps) {
  const { fields, isSaving } = props;
  return (
    <form
      class={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving) props.onSave();
      }}
    >
      {/* What is typed while the directory decides would belong to no draft. */}
      <div class={styles.groups} inert={isSaving}>
        {groupsOf(Object.keys(fields)).map((group) => (
          <Section key={group.name} title={t().organisation.groups[group.name]}>
            <div class={styles.grid}>
              {group.fields.map((field) => (
                <FramedField key={field} {...props} field={field} />
              ))}
            </div>
          </Section>
        ))}
      </div>
      <CountryList />
      <div class={styles.save}>
        <Button look="primary" type="submit" isBusy={isSaving}>
          {isSaving ? t().common.saving : props.saveLabel}
        </Button>
        <LinkButton href={props.backTo}>{t().edit.back}</LinkButton>
        {props.children}
      </div>
    </form>
  );
}

function FramedField({ field, ...props }: OrganisationFormProps & { readonly field: string }) {
  const { values, faults, required, flags, wordsOf, onValue } = props;
  const name = values.OrganisationName;
  return (
    <div
      data-form-field={field}
      onFocusOut={() => {
        faults.touch(field);
      }}
    >
      <FormField
        field={field}
        value={values[field] ?? ''}
        errors={faults.shown[field] ?? []}
        isRequired={required.includes(field)}
        words={wordsOf(field)}
        flags={flags}
        name={typeof name === 'string' ? name : ''}
        onValue={(value) => {
          faults.change(field);
          onValue(field, value);
        }}
      />
    </div>
  );
}
