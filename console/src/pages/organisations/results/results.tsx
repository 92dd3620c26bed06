import type { OrganisationPage } from 'organisations-directory-client';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { announce } from '../../../design/announce.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { LoadedView } from '../../../design/loaded-view.tsx';
import { Pager } from '../../../design/pager.tsx';
import type { Loaded } from '../../../directory/use-loaded.ts';
import { t } from '../../../language/language.ts';
import { type OrganisationField, scalarFields } from '../../../organisations/organisation-fields.ts';
import { type ListState, pageSizes, type Sort } from '../list-state.ts';
import type { ChangeList } from '../use-list-state.ts';
import { columnsOf } from './columns.tsx';
import { NoResults } from './no-results.tsx';
import styles from './results.module.css';

interface ResultsProps {
  readonly state: ListState;
  readonly columns: readonly OrganisationField[];
  readonly loaded: Loaded<OrganisationPage>;
  readonly change: ChangeList;
}

/** The rows of the page with the buttons to other pages. */
export function Results({ state, columns, loaded, change }: ResultsProps) {
  const top = useRef<HTMLDivElement>(null);
  useAnnouncement(loaded);
  const toPage = (page: number): void => {
    change({ page }, 'push');
    top.current?.scrollIntoView();
  };
  return (
    <div class={styles.results} ref={top}>
      <LoadedView loaded={loaded} lines={12}>
        {(page) =>
          page.content.length === 0 ? (
            <NoResults state={state} totalSize={page.totalSize} change={change} />
          ) : (
            <>
              <Rows page={page} columns={columns} sort={state.sort} change={change} />
              <Pager
                page={page.pageNumber}
                totalPages={page.totalPages}
                onPage={toPage}
                size={state.size}
                sizes={pageSizes}
                onSize={(size) => {
                  change({ size }, 'push');
                }}
              />
            </>
          )
        }
      </LoadedView>
    </div>
  );
}

interface RowsProps {
  readonly page: OrganisationPage;
  readonly columns: readonly OrganisationField[];
  readonly sort: Sort;
  readonly change: ChangeList;
}

function Rows({ page, columns, sort, change }: RowsProps) {
  const { field, isDescending } = sort;
  const messages = t();
  const onSort = useCallback(
    (key: string) => {
      const chosen = scalarFields.find((one) => one === key);
      if (chosen === undefined) return;
      change({ sort: { field: chosen, isDescending: chosen === field && !isDescending } }, 'push');
    },
    [change, field, isDescending],
  );
  const shown = columns.join();
  // A page of 1,000 rows is drawn again only if something of it changed, and not for each character of the search.
  return useMemo(
    () => (
      <DataTable
        caption={messages.organisations.title}
        columns={columnsOf(columns)}
        rows={page.content}
        keyOf={(row) => row.OrganisationId}
        sort={{ key: field, isDescending }}
        onSort={onSort}
        hasCards
      />
    ),
    [page, shown, field, isDescending, onSort, messages],
  );
}

/** Says how many there are once they are there. */
function useAnnouncement({ value, isLoading, error }: Loaded<OrganisationPage>): void {
  useEffect(() => {
    if (value === null || isLoading || error !== null) return;
    const { common } = t();
    const place = common.pageOf(value.pageNumber + 1, Math.max(1, value.totalPages));
    announce(`${common.organisations(value.totalSize)}. ${place}.`);
  }, [value, isLoading, error]);
}
