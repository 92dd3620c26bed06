import { useId } from 'preact/hooks';
import { Button } from '../../../design/button.tsx';
import { Checkbox } from '../../../design/checkbox.tsx';
import { SelectField } from '../../../design/select-field.tsx';
import { t } from '../../../language/language.ts';
import {
  organisationFields,
  type OrganisationField,
  scalarFields,
} from '../../../organisations/organisation-fields.ts';
import type { ListState } from '../list-state.ts';
import { nameColumn } from '../results/columns.tsx';
import type { ChangeList } from '../use-list-state.ts';
import styles from './view-panel.module.css';

interface ViewPanelProps {
  readonly state: ListState;
  readonly columns: readonly OrganisationField[];
  readonly change: ChangeList;
}

/** The order by any field, shown or not, and the columns. */
export function ViewPanel({ state, columns, change }: ViewPanelProps) {
  const { organisations: messages, fields } = t();
  const { field, isDescending } = state.sort;
  return (
    <div class={styles.panel}>
      <div class={styles.order}>
        <SelectField
          label={messages.sortBy}
          value={field}
          options={scalarFields.map((value) => ({ value, label: fields[value] }))}
          onChange={(value) => {
            const chosen = scalarFields.find((one) => one === value);
            if (chosen !== undefined) change({ sort: { field: chosen, isDescending } }, 'push');
          }}
        />
        <SelectField
          label={messages.direction}
          value={isDescending ? 'desc' : 'asc'}
          options={[
            { value: 'asc', label: messages.ascending },
            { value: 'desc', label: messages.descending },
          ]}
          onChange={(value) => {
            change({ sort: { field, isDescending: value === 'desc' } }, 'push');
          }}
        />
      </div>
      <ColumnChoice columns={columns} change={change} page={state.page} />
    </div>
  );
}

interface ColumnChoiceProps {
  readonly columns: readonly OrganisationField[];
  readonly change: ChangeList;
  readonly page: number;
}

function ColumnChoice({ columns, change, page }: ColumnChoiceProps) {
  const { organisations: messages, fields } = t();
  const id = useId();
  const choose = (field: OrganisationField, isShown: boolean): void => {
    const next = organisationFields.filter((one) => (one === field ? isShown : columns.includes(one)));
    change({ columns: next, page }, 'replace');
  };
  return (
    <div role="group" aria-labelledby={id}>
      <h2 id={id} class={styles.title}>
        {messages.columns}
      </h2>
      <div class={styles.columns}>
        {organisationFields.map((field) => (
          <Checkbox
            key={field}
            label={fields[field]}
            isChecked={columns.includes(field)}
            disabled={field === nameColumn}
            onChange={(isShown) => {
              choose(field, isShown);
            }}
          />
        ))}
      </div>
      <Button
        onClick={() => {
          change({ columns: null, page }, 'replace');
        }}
      >
        {messages.standardColumns}
      </Button>
    </div>
  );
}
