import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/select-field.tsx';
import { TextField } from '../../design/text-field.tsx';
import { t } from '../../language/language.ts';
import { fieldLabel, statusLabel, typeLabel } from './flag-labels.ts';
import type { FlagListState } from './flag-list-state.ts';
import { isFlagStatus, isFlagType, wordsOf } from './flag-rules.ts';
import styles from './flags.module.css';

interface FlagFiltersProps {
  readonly state: FlagListState;
  readonly onChange: (part: Partial<FlagListState>) => void;
}

/** The filters that the API has: Type, Status and the exact name. */
export function FlagFilters({ state, onChange }: FlagFiltersProps) {
  const { flags } = t();
  const types = wordsOf('Type').map((value) => ({ value, label: typeLabel(value) }));
  return (
    <search class={styles.filters}>
      <SelectField
        label={fieldLabel('Type')}
        value={state.type ?? ''}
        options={[{ value: '', label: flags.anyType }, ...types]}
        onChange={(value) => {
          onChange({ type: isFlagType(value) ? value : null });
        }}
      />
      <SelectField
        label={fieldLabel('Status')}
        value={state.status}
        options={wordsOf('Status').map((value) => ({ value, label: statusLabel(value) }))}
        onChange={(value) => {
          if (isFlagStatus(value)) onChange({ status: value });
        }}
      />
      <NameSearch
        name={state.name}
        onSearch={(name) => {
          onChange({ name });
        }}
      />
    </search>
  );
}

interface NameSearchProps {
  readonly name: string;
  readonly onSearch: (name: string) => void;
}

/** The API finds exact names only, so the search begins when the person has typed all of it. */
function NameSearch({ name, onSearch }: NameSearchProps) {
  const { flags } = t();
  const [typed, setTyped] = useState(name);
  useEffect(() => {
    setTyped(name);
  }, [name]);
  return (
    <form
      class={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      <TextField type="search" label={flags.exactName} value={typed} onInput={setTyped} />
      <Button type="submit">{flags.search}</Button>
    </form>
  );
}
