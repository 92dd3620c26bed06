import type { Flag } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import field from '../../design/field.module.css';
import { TextField } from '../../design/text-field.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { matchingFlags } from './flag-search.ts';
import styles from './form.module.css';

/** More boxes at once would make typing slow. */
const maxShown = 100;

interface FlagsFieldProps {
  readonly label: string;
  /** Ids. */
  readonly value: readonly string[];
  /** The flags to choose from. */
  readonly flags: readonly Flag[];
  readonly errors: readonly string[];
  readonly onValue: (value: readonly string[]) => void;
}

/** A list of boxes that can be searched, with the chosen flags above it. */
export function FlagsField({ label, value, flags, errors, onValue }: FlagsFieldProps) {
  const { edit } = t();
  const [search, setSearch] = useState('');
  const matches = matchingFlags(flags, search);
  const toggle = (id: string): void => {
    onValue(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  };
  return (
    <fieldset class={styles.flags}>
      <legend>{label}</legend>
      {errors.length > 0 && <p class={field.error}>{errors.join(' ')}</p>}
      <ChosenFlags value={value} flags={flags} onRemove={toggle} />
      {flags.length === 0 ? (
        <p class="quiet">{edit.noFlags}</p>
      ) : (
        <>
          <TextField type="search" label={edit.searchFlags} value={search} onInput={setSearch} />
          <div class={styles.boxes} role="group" aria-label={edit.flagsToChoose} tabIndex={0}>
            {matches.slice(0, maxShown).map((flag) => (
              <Checkbox
                key={flag.Id}
                label={<bdi>{titleOf(flag)}</bdi>}
                isChecked={value.includes(flag.Id)}
                onChange={() => {
                  toggle(flag.Id);
                }}
              />
            ))}
          </div>
          <p class="quiet" role="status">
            {edit.flagsFound(number(Math.min(matches.length, maxShown)), number(flags.length))}
          </p>
        </>
      )}
    </fieldset>
  );
}

interface ChosenFlagsProps {
  readonly value: readonly string[];
  readonly flags: readonly Flag[];
  readonly onRemove: (id: string) => void;
}

function ChosenFlags({ value, flags, onRemove }: ChosenFlagsProps) {
  const { edit } = t();
  if (value.length === 0) return <p class="quiet">{edit.noFlagChosen}</p>;
  return (
    <ul role="list" class={styles.chosen}>
      {value.map((id) => {
        const flag = flags.find((one) => one.Id === id);
        const title = flag === undefined ? id : titleOf(flag);
        return (
          <li key={id}>
            <bdi>{title}</bdi>
            <Button
              look="quiet"
              label={edit.removeFlag(title)}
              onClick={() => {
                onRemove(id);
              }}
            >
              ×
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function titleOf({ Name, Value }: Flag): string {
  return `${Name}: ${Value}`;
}
