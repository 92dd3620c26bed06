import { Checkbox } from '../../design/checkbox.tsx';
import { TextField } from '../../design/text-field.tsx';
import { sentencesOfField } from '../../forms/sentences-of-field.ts';
import type { TextForm } from '../../forms/use-text-form.ts';
import { number } from '../../language/format.ts';
import { labelOf } from '../../language/label-of.ts';
import { t } from '../../language/language.ts';
import { PlaceFields } from './place-fields.tsx';
import { type Start, type WebhookField, withWord, wordsIn } from './webhook-form.ts';
import { operations, ruleOf } from './webhook-rules.ts';
import styles from './webhooks.module.css';

interface WebhookFieldsProps {
  readonly form: TextForm<WebhookField>;
  /** The refusal of the last attempt to create the webhook. */
  readonly error: unknown;
}

/** The controls for a new webhook. */
export function WebhookFields({ form, error }: WebhookFieldsProps) {
  const { webhooks } = t();
  const { values, type } = form;
  return (
    <>
      <TextField
        label={webhooks.fields.Url}
        hint={webhooks.hints.Url(number(ruleOf('Url').maxLength ?? 0))}
        type="url"
        isRequired
        value={values.Url}
        errors={sentencesOfField(error, 'Url')}
        onInput={(value) => {
          type('Url', value);
        }}
      />
      <TextField
        label={webhooks.fields.Description}
        hint={webhooks.hints.Description(number(ruleOf('Description').maxLength ?? 0))}
        value={values.Description}
        errors={sentencesOfField(error, 'Description')}
        onInput={(value) => {
          type('Description', value);
        }}
      />
      <Operations
        chosen={values.Operations}
        onChange={(value) => {
          type('Operations', value);
        }}
      />
      <TextField
        label={webhooks.fields.OrganisationIds}
        hint={webhooks.hints.OrganisationIds(number(ruleOf('OrganisationIds').maxItems ?? 0))}
        lines={3}
        value={values.OrganisationIds}
        errors={sentencesOfField(error, 'OrganisationIds')}
        onInput={(value) => {
          type('OrganisationIds', value);
        }}
      />
      <PlaceFields
        label={webhooks.startLabel}
        start={startOf(values.Start)}
        position={values.Position}
        errors={sentencesOfField(error, 'After')}
        onStart={(value) => {
          type('Start', value);
        }}
        onPosition={(value) => {
          type('Position', value);
        }}
      />
    </>
  );
}

function startOf(text: string): Start {
  return text === 'beginning' || text === 'position' ? text : 'now';
}

interface OperationsProps {
  readonly chosen: string;
  readonly onChange: (chosen: string) => void;
}

/** The kinds of change; none chosen means all. */
function Operations({ chosen, onChange }: OperationsProps) {
  const { webhooks, history } = t();
  const words = wordsIn(chosen);
  return (
    <fieldset class={styles.group}>
      <legend>{webhooks.fields.Operations}</legend>
      <p>{webhooks.hints.Operations}</p>
      {operations.map((operation) => (
        <Checkbox
          key={operation}
          label={labelOf(history.operations, operation)}
          isChecked={words.includes(operation)}
          onChange={(isChosen) => {
            onChange(withWord(chosen, operation, isChosen, operations));
          }}
        />
      ))}
    </fieldset>
  );
}
