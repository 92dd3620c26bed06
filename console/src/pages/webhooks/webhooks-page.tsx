import type { WebhookPage as Page } from 'organisations-directory-client';
import { useLocation } from 'preact-iso';
import { LinkButton } from '../../design/button.tsx';
import { Empty } from '../../design/empty.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Pager } from '../../design/pager.tsx';
import { directory } from '../../directory/directory.ts';
import { useRefreshed } from '../../directory/use-refreshed.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { OperatorGate } from './operator-gate.tsx';
import { WebhooksTable } from './webhooks-table.tsx';

const pageSize = 50;

export function WebhooksPage() {
  const { webhooks } = t();
  const create = (
    <LinkButton look="primary" href={pathTo('newWebhook')}>
      {webhooks.newTitle}
    </LinkButton>
  );
  return (
    <>
      <PageHeading
        title={webhooks.title}
        summary={webhooks.summary}
        actions={isOperator.value ? create : undefined}
      />
      <OperatorGate>
        <WebhookList />
      </OperatorGate>
    </>
  );
}

function WebhookList() {
  const { query } = useLocation();
  const page = /^\d{1,9}$/.test(query.page ?? '') ? Number(query.page) : 0;
  const loaded = useRefreshed(
    (signal) => directory.webhooks.page({ page, size: pageSize }, { signal }),
    [page],
  );
  return <LoadedView loaded={loaded}>{(value) => <WebhookRows page={value} number={page} />}</LoadedView>;
}

function WebhookRows({ page, number }: { readonly page: Page; readonly number: number }) {
  const { route } = useLocation();
  if (page.totalSize === 0) return <Empty>{t().webhooks.empty}</Empty>;
  return (
    <>
      <WebhooksTable rows={page.content} />
      {page.totalPages > 1 && (
        <Pager
          page={number}
          totalPages={page.totalPages}
          onPage={(next) => {
            route(pathTo('webhooks', { page: next }));
          }}
        />
      )}
    </>
  );
}
