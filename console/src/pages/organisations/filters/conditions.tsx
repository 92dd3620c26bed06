import { Button } from '../../../design/button.tsx';
import { directory } from '../../../directory/directory.ts';
import { useLoaded } from '../../../directory/use-loaded.ts';
import { country, month } from '../../../language/format.ts';
import { t } from '../../../language/language.ts';
import { type ConditionName, conditionNames, type ListState } from '../list-state.ts';
import type { ChangeList } from '../use-list-state.ts';
import styles from './filters.module.css';

interface ConditionsProps {
  readonly state: ListState;
  readonly change: ChangeList;
}

/** The filters that a link of another page has set, each with a button that removes it. */
export function Conditions({ state, change }: ConditionsProps) {
  const { organisations: messages } = t();
  const present = conditionNames.flatMap((name) => {
    const value = state.conditions[name];
    return value === null ? [] : [{ name, value }];
  });
  if (present.length === 0) return null;
  return (
    <ul role="list" class={styles.conditions} aria-label={messages.conditions}>
      {present.map(({ name, value }) => (
        <li key={name} class={styles.condition}>
          <span>
            {messages.condition[name]}{' '}
            <bdi>
              <ConditionValue name={name} value={value} />
            </bdi>
          </span>
          <Button
            look="quiet"
            label={messages.removeCondition(messages.condition[name])}
            onClick={() => {
              change({ conditions: { ...state.conditions, [name]: null } }, 'push');
            }}
          >
            ×
          </Button>
        </li>
      ))}
    </ul>
  );
}

function ConditionValue({ name, value }: { readonly name: ConditionName; readonly value: string }) {
  if (name === 'flag') return <FlagName id={value} />;
  if (name === 'country') return <>{country(value)}</>;
  if (name === 'createdIn' && value.includes('-')) return <>{month(value)}</>;
  return <>{value}</>;
}

/** The id until the flag is read, and where it can't be read. */
function FlagName({ id }: { readonly id: string }) {
  const { value } = useLoaded((signal) => directory.flags.get(id, { signal }), [id]);
  return <>{value === null ? id : `${value.value.Name}: ${value.value.Value}`}</>;
}
