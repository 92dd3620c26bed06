import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import {
  organisationFields,
  organisationStatuses,
  scalarFields,
} from '../../organisations/organisation-fields.ts';
import { pathTo } from '../../routes.ts';
import { type ListState, queryOf, readColumns, readState } from './list-state.ts';

const columnsKey = 'console.organisations.columns';
const known = { statuses: organisationStatuses, scalar: scalarFields, all: organisationFields };

/** `replace` leaves the back button as it is. */
type How = 'push' | 'replace';
export type ChangeList = (change: Partial<ListState>, how: How) => void;

/** Returns the state that the address bar names, and a function that writes a change of it there. */
export function useListState(): readonly [ListState, ChangeList] {
  const { query, route } = useLocation();
  const state = readState(query, known);
  const present = useRef({ state, route });
  present.current = { state, route };
  const change = useCallback<ChangeList>((part, how) => {
    // Another filter, order or size begins at the first page.
    const next = { ...present.current.state, page: 0, ...part };
    if (part.columns !== undefined) rememberColumns(part.columns);
    present.current.route(pathTo('organisations', queryOf(next)), how === 'replace');
  }, []);
  const { columns, page } = state;
  useEffect(() => {
    // An address without columns gets those of the last visit, so that it shows others the same when it is shared.
    const remembered = readColumns(localStorage.getItem(columnsKey) ?? '', organisationFields);
    if (columns === null && remembered !== null) change({ columns: remembered, page }, 'replace');
  }, [columns, page, change]);
  return [state, change];
}

function rememberColumns(columns: ListState['columns']): void {
  if (columns === null) localStorage.removeItem(columnsKey);
  else localStorage.setItem(columnsKey, columns.join(','));
}
