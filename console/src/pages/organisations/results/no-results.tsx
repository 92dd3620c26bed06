import { Button } from '../../../design/button.tsx';
import { Empty } from '../../../design/empty.tsx';
import { t } from '../../../language/language.ts';
import { isFiltered, isNarrowed, type ListState, standardState } from '../list-state.ts';
import type { ChangeList } from '../use-list-state.ts';

interface NoResultsProps {
  readonly state: ListState;
  readonly totalSize: number;
  readonly change: ChangeList;
}

/** Says why there are no rows, and leads to some. */
export function NoResults({ state, totalSize, change }: NoResultsProps) {
  const { organisations: messages } = t();
  if (totalSize > 0) {
    return (
      <Empty>
        <p>{messages.pastTheEnd}</p>
        <Button
          onClick={() => {
            change({ page: 0 }, 'push');
          }}
        >
          {messages.toFirstPage}
        </Button>
      </Empty>
    );
  }
  if (!isFiltered(state)) return <Empty>{messages.nothingYet}</Empty>;
  const isOnlyMine = state.isMine && state.filterBy === '' && !isNarrowed(state);
  return (
    <Empty>
      <p>{isOnlyMine ? messages.noneOfYours : messages.nothingFound}</p>
      <Button
        onClick={() => {
          const { filterBy, status, conditions, isMine } = standardState;
          change({ filterBy, status, conditions, isMine }, 'push');
        }}
      >
        {messages.clearFilters}
      </Button>
    </Empty>
  );
}
