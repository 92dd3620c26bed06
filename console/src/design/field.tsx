import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../language/language.ts';
import styles from './field.module.css';

/** The attributes that tie a control to its label, its hint and its faults. */
export interface ControlProps {
  readonly id: string;
  readonly class: string | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Sentences that say what is wrong with the value. */
  readonly errors?: readonly string[];
  readonly isRequired?: boolean;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A labelled control with its hint and its faults, read out together. */
export function Field({ label, hint, errors = [], isRequired = false, children }: FieldProps) {
  const id = useId();
  const hintId = hint === undefined ? null : `${id}-hint`;
  const errorId = errors.length === 0 ? null : `${id}-error`;
  const describedBy = [hintId, errorId].filter((one) => one !== null).join(' ');
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label} {isRequired && <span class={styles.required}>({t().common.required})</span>}
      </label>
      {hintId !== null && (
        <p id={hintId} class={styles.hint}>
          {hint}
        </p>
      )}
      {children({
        id,
        class: styles.input,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': errorId !== null,
      })}
      {errorId !== null && (
        <p id={errorId} class={styles.error}>
          {errors.join(' ')}
        </p>
      )}
    </div>
  );
}
