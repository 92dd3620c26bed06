import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../language/language.ts';
import styles from './field.module.css';

/** The attributes that tie a control to its label, its hint and its faults. */
interface ControlProps {
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
  /** Sentences that say what may be a mistake in the value. */
  readonly warnings?: readonly string[] | undefined;
  readonly isRequired?: boolean;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A labelled control with its hint, its faults and its warnings, read out together. */
export function Field({ label, hint, errors = [], warnings = [], isRequired = false, children }: FieldProps) {
  const id = useId();
  const notes = [
    { key: `${id}-hint`, class: styles.hint, text: hint ?? '' },
    { key: `${id}-error`, class: styles.error, text: errors.join(' ') },
    { key: `${id}-warning`, class: styles.warning, text: warnings.join(' ') },
  ].filter(({ text }) => text !== '');
  const [above, below] = [notes.filter(isHint), notes.filter((note) => !isHint(note))];
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label} {isRequired && <span class={styles.required}>({t().common.required})</span>}
      </label>
      <Notes notes={above} />
      {children({
        id,
        class: styles.input,
        'aria-describedby': notes.length === 0 ? undefined : notes.map(({ key }) => key).join(' '),
        'aria-invalid': errors.length > 0,
      })}
      <Notes notes={below} />
    </div>
  );
}

interface Note {
  readonly key: string;
  readonly class: string | undefined;
  readonly text: string;
}

const isHint = (note: Note): boolean => note.class === styles.hint;

function Notes({ notes }: { readonly notes: readonly Note[] }) {
  return (
    <>
      {notes.map((note) => (
        <p key={note.key} id={note.key} class={note.class}>
          {note.text}
        </p>
      ))}
    </>
  );
}
