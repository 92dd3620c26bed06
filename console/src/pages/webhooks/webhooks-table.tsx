import type { Webhook } from 'organisations-directory-client';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { day, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { WebhookStateBadge } from './state-badge.tsx';
import { positionOf } from './webhook-state.ts';

export function WebhooksTable({ rows }: { readonly rows: readonly Webhook[] }) {
  return (
    <DataTable
      caption={t().webhooks.title}
      columns={columnsOf()}
      rows={rows}
      keyOf={({ WebhookId }) => WebhookId}
    />
  );
}

function columnsOf(): readonly Column<Webhook>[] {
  const { fields } = t().webhooks;
  return [
    {
      key: 'Url',
      heading: fields.Url,
      isRowHeading: true,
      cell: ({ WebhookId, Url }) => <a href={pathTo('webhook', { id: WebhookId })}>{Url}</a>,
    },
    { key: 'Status', heading: fields.Status, cell: (webhook) => <WebhookStateBadge webhook={webhook} /> },
    { key: 'ClientId', heading: fields.ClientId, cell: ({ ClientId }) => <bdi>{ClientId}</bdi> },
    { key: 'Description', heading: fields.Description, cell: ({ Description }) => <bdi>{Description}</bdi> },
    {
      key: 'After',
      heading: fields.After,
      isNumeric: true,
      cell: ({ After }) => number(positionOf(After)),
    },
    { key: 'CreatedAt', heading: fields.CreatedAt, cell: ({ CreatedAt }) => day(CreatedAt) },
  ];
}
