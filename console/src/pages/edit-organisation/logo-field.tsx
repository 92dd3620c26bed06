import { requestSchemas } from 'virtual:openapi';
import { useId, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/text-field.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { Logo } from '../../organisations/logo.tsx';
import styles from './form.module.css';
import { dataUriOf, imageExtensions, maxImageBytes } from './logo-file.ts';

interface LogoFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly name: string;
}

const { pattern = '', maxLength = 0 } = requestSchemas.OrganisationPatchRequest?.properties.LogoUri ?? {};

/** The address of a logo, or an image file that becomes a part of the record. */
export function LogoField({ label, value, onInput, errors, warnings, name }: LogoFieldProps) {
  const { edit } = t();
  const id = useId();
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const limit = number(Math.floor(maxImageBytes(maxLength) / 1_000));
  const choose = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    // The same file can be chosen again after a change.
    input.value = '';
    if (file === undefined) return;
    const uri = file.size > maxImageBytes(maxLength) ? null : await dataUriOf(file);
    const fits = uri !== null && uri.length <= maxLength;
    setTooLarge(fits ? null : edit.logoTooLarge(number(Math.ceil(file.size / 1_000)), limit));
    if (fits) onInput(uri);
  };
  return (
    <div class={styles.logo}>
      <Logo name={name} uri={errors.length === 0 ? value.trim() : null} size="large" />
      <div class={styles.field}>
        <TextField
          label={label}
          value={value}
          onInput={onInput}
          hint={edit.logoHint(limit)}
          errors={tooLarge === null ? errors : [...errors, tooLarge]}
          warnings={warnings}
        />
        <div class={styles.buttons}>
          <label for={id}>{edit.logoFile}</label>
          <input
            id={id}
            type="file"
            accept={imageExtensions(pattern).join(',')}
            onChange={(event) => {
              void choose(event.currentTarget);
            }}
          />
          {value !== '' && (
            <Button
              look="quiet"
              onClick={() => {
                onInput('');
              }}
            >
              {edit.removeLogo}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
