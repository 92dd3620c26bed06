import { useState } from 'preact/hooks';
import { Button, LinkButton } from '../../design/button.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { email, isOperator } from '../../sign-in/session.ts';
import { DownloadPanel } from './download/download-panel.tsx';
import { Filters } from './filters/filters.tsx';
import { ViewPanel } from './filters/view-panel.tsx';
import { requestOf } from './list-state.ts';
import styles from './organisations-page.module.css';
import { standardColumns } from './results/columns.tsx';
import { Results } from './results/results.tsx';
import { useListState } from './use-list-state.ts';

/** The panel that is open below the filters. */
type Panel = 'view' | 'download';

export function OrganisationsPage() {
  const { organisations: messages, common } = t();
  const [state, change] = useListState();
  const [panel, setPanel] = useState<Panel | null>(null);
  const request = requestOf(state, email.value);
  const loaded = useLoaded(
    async (signal) => (await directory.organisations.page(request, { signal })).page,
    [JSON.stringify(request)],
  );
  const columns = state.columns ?? standardColumns;
  const total = loaded.value?.totalSize ?? null;
  const toggle = (one: Panel): void => {
    setPanel(panel === one ? null : one);
  };
  return (
    <>
      <PageHeading
        title={messages.title}
        summary={total === null ? ' ' : common.organisations(total)}
        actions={
          isOperator.value ? (
            <LinkButton look="primary" href={pathTo('newOrganisation')}>
              {messages.new}
            </LinkButton>
          ) : undefined
        }
      />
      <div class={styles.parts}>
        <Section>
          <div class={styles.tools}>
            <Filters state={state} change={change} />
            <div class={styles.buttons}>
              <Button
                isExpanded={panel === 'view'}
                onClick={() => {
                  toggle('view');
                }}
              >
                {messages.view}
              </Button>
              <Button
                isExpanded={panel === 'download'}
                onClick={() => {
                  toggle('download');
                }}
              >
                {messages.download}
              </Button>
            </div>
          </div>
          {panel === 'view' && <ViewPanel state={state} columns={columns} change={change} />}
          <DownloadPanel isOpen={panel === 'download'} request={request} total={total} />
        </Section>
        <Results state={state} columns={columns} loaded={loaded} change={change} />
      </div>
    </>
  );
}
