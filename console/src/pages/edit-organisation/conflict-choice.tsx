import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import styles from './conflict.module.css';
import { type FieldValue, isSame } from './form-values.ts';
import type { Comparison } from './merge.ts';

interface ConflictChoiceProps {
  readonly comparison: Comparison;
  /** The decided value, which may be a third one that was typed into the form; null: not decided yet. */
  readonly value: FieldValue | null;
  readonly onChoose: (value: FieldValue) => void;
}

/** The choice between the two values of a field in conflict. */
export function ConflictChoice({ comparison, value, onChoose }: ConflictChoiceProps) {
  const { edit } = t();
  const { field, theirs, mine } = comparison;
  const options = [
    { key: 'theirs', label: edit.takeTheirs, option: theirs },
    { key: 'mine', label: edit.keepMine, option: mine },
  ];
  const isOther = value !== null && options.every(({ option }) => !isSame(option, value));
  return (
    <fieldset class={styles.choice}>
      <legend class="visually-hidden">{edit.choose(fieldLabel(field))}</legend>
      {options.map(({ key, label, option }) => (
        <label key={key}>
          <input
            type="radio"
            name={`choice-${field}`}
            checked={value !== null && isSame(option, value)}
            onChange={() => {
              onChoose(option);
            }}
          />
          {label}
        </label>
      ))}
      {isOther && <p>{edit.typedInForm}</p>}
    </fieldset>
  );
}
