import { SelectField } from '../../design/select-field.tsx';
import { TextField } from '../../design/text-field.tsx';
import type { TextForm } from '../../forms/use-text-form.ts';
import { sentencesOfField } from '../../forms/sentences-of-field.ts';
import { t } from '../../language/language.ts';
import { boundsText, fieldLabel, shownValue } from './flag-labels.ts';
import { isRequired, ruleOf, wordsOf } from './flag-rules.ts';
import { type FlagField, flagFields } from './flag-values.ts';

interface FlagFieldsProps {
  readonly form: TextForm<FlagField>;
  /** The refusal of the last attempt to save. */
  readonly error: unknown;
}

/** The controls for all fields of a flag, with the bounds of the OpenAPI document. */
export function FlagFields({ form, error }: FlagFieldsProps) {
  return (
    <>
      {flagFields.map((field) => (
        <FlagFieldControl
          key={field}
          field={field}
          value={form.values[field]}
          errors={sentencesOfField(error, field)}
          onInput={(value) => {
            form.type(field, value);
          }}
        />
      ))}
    </>
  );
}

interface FlagFieldControlProps {
  readonly field: FlagField;
  readonly value: string;
  readonly errors: readonly string[];
  readonly onInput: (value: string) => void;
}

function FlagFieldControl({ field, value, errors, onInput }: FlagFieldControlProps) {
  const rule = ruleOf(field);
  const words = wordsOf(field);
  const common = { label: fieldLabel(field), value, errors, isRequired: isRequired(field) };
  if (words.length > 0) {
    const options = words.map((word) => ({ value: word, label: shownValue(field, word) }));
    return <SelectField {...common} options={options} onChange={onInput} />;
  }
  const hints: Readonly<Partial<Record<FlagField, string>>> = t().flags.hints;
  const hint = [hints[field], boundsText(rule)].filter((text) => text !== undefined).join(' ');
  return (
    <TextField
      {...common}
      hint={hint}
      type={rule.type === 'integer' ? 'number' : 'text'}
      lines={field === 'Description' ? 3 : 1}
      onInput={onInput}
    />
  );
}
