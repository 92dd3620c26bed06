import { useCallback } from 'preact/hooks';
import { Checkbox } from '../../../design/checkbox.tsx';
import { t } from '../../../language/language.ts';
import { email } from '../../../sign-in/session.ts';
import type { ListState } from '../list-state.ts';
import type { ChangeList } from '../use-list-state.ts';
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
        <Checkbox
          label={messages.activeOnly}
          isChecked={state.hideInactive}
          onChange={(hideInactive) => {
            change({ hideInactive }, 'push');
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
    </search>
  );
}
