import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import styles from './field.module.css';

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of one from a few that are all on the page. */
export function RadioGroup<Value extends string>({
  label,
  hint,
  value,
  options,
  onChange,
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <fieldset class={styles.group} aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend class={styles.label}>{label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
      {options.map((option) => (
        <label key={option.value} class={styles.choice}>
          <input
            type="radio"
            name={id}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
