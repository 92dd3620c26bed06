import type { Flag } from 'organisations-directory-client';
import { Checkbox } from '../../design/checkbox.tsx';
import { SelectField } from '../../design/select-field.tsx';
import { TextField } from '../../design/text-field.tsx';
import { country } from '../../language/format.ts';
import { labelOf } from '../../language/label-of.ts';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import { countryListId } from './country-list.tsx';
import { FlagsField } from './flags-field.tsx';
import type { FieldValue } from './form-values.ts';
import { LogoField } from './logo-field.tsx';
import { valueWarnings } from './value-warnings.ts';

export interface FormFieldProps {
  readonly field: string;
  readonly value: FieldValue;
  readonly onValue: (value: FieldValue) => void;
  readonly errors: readonly string[];
  readonly isRequired: boolean;
  /** The words of a field that takes one of several; empty for other fields. */
  readonly words: readonly string[];
  readonly flags: readonly Flag[];
  /** The organisation's name, for the initials that stand for a missing logo. */
  readonly name: string;
}

/** The control for a field, by the kind of its value. */
export function FormField(props: FormFieldProps) {
  const { field, value, onValue, errors, flags } = props;
  const label = fieldLabel(field);
  if (typeof value === 'boolean') return <Checkbox label={label} isChecked={value} onChange={onValue} />;
  if (typeof value === 'object')
    return <FlagsField label={label} value={value} flags={flags} errors={errors} onValue={onValue} />;
  return props.words.length > 0 ? (
    <SelectField {...props} label={label} value={value} options={optionsOf(props.words)} onChange={onValue} />
  ) : (
    <TextControl {...props} label={label} value={value} />
  );
}

function optionsOf(words: readonly string[]): { value: string; label: string }[] {
  return words.map((word) => ({ value: word, label: labelOf(t().status, word) }));
}

interface TextControlProps extends FormFieldProps {
  readonly label: string;
  readonly value: string;
}

function TextControl({ field, label, value, onValue, errors, isRequired, name }: TextControlProps) {
  const warnings = errors.length === 0 ? valueWarnings(field, value) : [];
  const common = { label, value, errors, warnings, isRequired, onInput: onValue };
  if (field === 'LogoUri') return <LogoField {...common} name={name} />;
  const isCountry = field === 'Country' || field === 'CountryOfRegistration';
  return (
    <TextField
      {...common}
      hint={isCountry ? countryHint(value) : hintOf(field)}
      list={isCountry ? countryListId : undefined}
    />
  );
}

function countryHint(value: string): string {
  const name = country(value.trim());
  return name === value.trim() ? t().edit.countryHint : name;
}

function hintOf(field: string): string | undefined {
  return new Map<string, string>(Object.entries(t().edit.hints)).get(field);
}
