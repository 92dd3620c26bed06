import { useCallback } from 'preact/hooks';
import { Checkbox } from '../../../design/checkbox.tsx';
import { SelectField } from '../../../design/select-field.tsx';
import { t } from '../../../language/language.ts';
import { organisationStatuses } from '../../../organisations/organisation-fields.ts';
import { email } from '../../../sign-in/session.ts';
import type { ListState } from '../list-state.ts';
import type { ChangeList } from '../use-list-state.ts';
import { Conditions } from './conditions.tsx';
import styles from './filters.module.css';
import { SearchField } from './search-field.tsx';

interface FiltersProps {
  readonly state: ListState;
  readonly change: ChangeList;
}

export function Filters({ state, change }: FiltersProps) {
  const { organisations: messages } = t();
  const search = useCallback(
    (filterBy: string) => {
      change({ filterBy }, 'replace');
    },
    [change],
  );
  return (
    <search class={styles.filters}>
      <SearchField value={state.filterBy} onSearch={search} />
      <div class={styles.choices}>
        <SelectField
          label={t().fields.Status}
          value={state.status ?? ''}
          options={[
            { value: '', label: messages.anyStatus },
            ...organisationStatuses.map((value) => ({ value, label: t().status[value] })),
          ]}
          onChange={(value) => {
            change({ status: organisationStatuses.find((one) => one === value) ?? null }, 'push');
          }}
        />
        {email.value !== null && (
          <Checkbox
            label={
              <>
                {messages.mine}
                <span class="visually-hidden">. {messages.mineHint(email.value)}</span>
              </>
            }
            isChecked={state.isMine}
            onChange={(isMine) => {
              change({ isMine }, 'push');
            }}
          />
        )}
      </div>
      <Conditions state={state} change={change} />
    </search>
  );
}
