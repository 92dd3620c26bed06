import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Pager } from '../../design/pager.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { FlagFilters } from './flag-filters.tsx';
import { type FlagListState, queryOf, readState, requestOf } from './flag-list-state.ts';
import { isFlagStatus, isFlagType } from './flag-rules.ts';
import { FlagsTable } from './flags-table.tsx';

const words = { isType: isFlagType, isStatus: isFlagStatus };

export function FlagsPage() {
  const { flags } = t();
  const { query, route } = useLocation();
  const state = readState(query, words);
  const address = pathTo('flags', queryOf(state));
  const loaded = useLoaded((signal) => directory.flags.page(requestOf(state), { signal }), [address]);
  const change = (part: Partial<FlagListState>): void => {
    // Another filter or order begins at the first page.
    route(pathTo('flags', queryOf({ ...state, page: 0, ...part })));
  };
  const total = loaded.isLoading ? null : (loaded.value?.totalSize ?? null);
  useEffect(() => {
    if (total !== null) announce(flags.total(total));
  }, [total, flags]);
  return (
    <>
      <PageHeading
        title={flags.title}
        summary={flags.summary}
        actions={
          isOperator.value && (
            <LinkButton look="primary" href={pathTo('newFlag')}>
              {flags.newTitle}
            </LinkButton>
          )
        }
      />
      <FlagFilters state={state} onChange={change} />
      <LoadedView loaded={loaded}>
        {(page) =>
          page.totalSize === 0 ? (
            <Empty>{flags.empty}</Empty>
          ) : (
            <>
              <FlagsTable rows={page.content} sort={state.sort} onChange={change} />
              {page.totalPages > 1 && (
                <Pager
                  page={state.page}
                  totalPages={page.totalPages}
                  onPage={(next) => {
                    change({ page: next });
                  }}
                />
              )}
            </>
          )
        }
      </LoadedView>
    </>
  );
}
