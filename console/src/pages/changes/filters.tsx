import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type ChangeFilter, isFiltered, noFilter, operations } from '../../changes/change-filter.ts';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/select-field.tsx';
import { TextField } from '../../design/text-field.tsx';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './changes-page.module.css';
import { useSuggestions } from './use-suggestions.ts';

/** A person who types is not interrupted by a new reading at each letter. */
const typingPauseMs = 400;

/** The filter; the address bar holds it. */
export function Filters({ filter }: { readonly filter: ChangeFilter }) {
  const { changes, history } = t();
  const { route } = useLocation();
  const [typed, setTyped] = useState(filter);
  const listId = useId();
  const suggestions = useSuggestions(typed.organisation);
  const inAddress = JSON.stringify(filter);
  useEffect(() => {
    setTyped(filter);
  }, [inAddress]);
  useEffect(() => {
    if (JSON.stringify(typed) === inAddress) return;
    const timer = setTimeout(() => {
      route(pathTo('changes', { ...typed }), true);
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);
  const change = (part: Partial<ChangeFilter>): void => {
    setTyped((present) => ({ ...present, ...part }));
  };
  return (
    <search class={styles.filters} aria-label={changes.filter}>
      <TextField
        label={changes.organisation}
        hint={changes.organisationHint}
        type="search"
        value={typed.organisation}
        list={listId}
        onInput={(organisation) => {
          change({ organisation });
        }}
      />
      <datalist id={listId}>
        {suggestions.map(({ OrganisationId, OrganisationName }) => (
          <option key={OrganisationId} value={OrganisationId} label={OrganisationName} />
        ))}
      </datalist>
      <TextField
        label={changes.person}
        hint={changes.personHint}
        type="search"
        value={typed.person}
        onInput={(person) => {
          change({ person });
        }}
      />
      <SelectField
        label={changes.operation}
        value={typed.operation}
        options={[
          { value: '', label: changes.anyOperation },
          ...operations.map((value) => ({ value, label: history.operations[value] })),
        ]}
        onChange={(operation) => {
          change({ operation });
        }}
      />
      {isFiltered(typed) && (
        <div class={styles.filterFoot}>
          <p>{changes.filterText}</p>
          <Button
            look="quiet"
            onClick={() => {
              setTyped(noFilter);
            }}
          >
            {changes.clearFilter}
          </Button>
        </div>
      )}
    </search>
  );
}
