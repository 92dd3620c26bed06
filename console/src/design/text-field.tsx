import { Field } from './field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[] | undefined;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly type?: 'text' | 'search' | 'email' | 'url' | 'number';
  readonly lines?: number;
  readonly autoComplete?: string;
  readonly placeholder?: string;
  /** Suggested values. */
  readonly list?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const { value, onInput, isReadOnly = false, type = 'text', lines = 1, isRequired = false } = props;
  return (
    <Field {...props}>
      {(control) => {
        const common = {
          ...control,
          value,
          readOnly: isReadOnly,
          'aria-required': isRequired,
          placeholder: props.placeholder,
          spellcheck: false,
          // A name in a right-to-left script reads from the right.
          dir: 'auto' as const,
          onInput: (event: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
            onInput(event.currentTarget.value);
          },
        };
        if (lines > 1) return <textarea {...common} rows={lines} />;
        return <input {...common} type={type} autoComplete={props.autoComplete ?? 'off'} list={props.list} />;
      }}
    </Field>
  );
}
