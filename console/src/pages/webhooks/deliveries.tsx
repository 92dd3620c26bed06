import type { Webhook, WebhookDelivery } from 'organisations-directory-client';
import { Badge } from '../../design/badge.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { Empty } from '../../design/empty.tsx';
import { moment, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { type Attempt, attemptsOf, isAccepted } from './attempts.ts';
import { nextAttemptOf } from './webhook-state.ts';
import styles from './webhooks.module.css';

interface DeliveriesProps {
  readonly webhook: Webhook;
  /** Newest first. */
  readonly deliveries: readonly WebhookDelivery[];
}

/** The last attempts to deliver, newest first. */
export function Deliveries({ webhook, deliveries }: DeliveriesProps) {
  const { webhooks } = t();
  if (deliveries.length === 0) return <Empty>{webhooks.noDeliveries}</Empty>;
  return (
    <>
      <p class="quiet">{webhooks.refreshed}</p>
      <DataTable
        caption={webhooks.attempts}
        columns={columnsOf(webhook)}
        rows={attemptsOf(deliveries)}
        keyOf={({ delivery, number: count }) => `${delivery.MessageId} ${count}`}
      />
    </>
  );
}

function columnsOf(webhook: Webhook): readonly Column<Attempt>[] {
  const { columns, types } = t().webhooks;
  return [
    { key: 'At', heading: columns.At, isRowHeading: true, cell: ({ delivery }) => moment(delivery.At) },
    { key: 'Type', heading: columns.Type, cell: ({ delivery }) => types[delivery.Type] },
    { key: 'Status', heading: columns.Status, cell: ({ delivery }) => <Outcome delivery={delivery} /> },
    {
      key: 'DurationMs',
      heading: columns.DurationMs,
      isNumeric: true,
      cell: ({ delivery }) => t().webhooks.milliseconds(delivery.DurationMs),
    },
    { key: 'Positions', heading: columns.Positions, cell: ({ delivery }) => positionsText(delivery) },
    { key: 'Attempt', heading: columns.Attempt, isNumeric: true, cell: attemptText },
    { key: 'Next', heading: columns.Next, cell: (attempt) => nextText(webhook, attempt) },
  ];
}

function Outcome({ delivery }: { readonly delivery: WebhookDelivery }) {
  const { webhooks } = t();
  const { Status, Error, Answer } = delivery;
  return (
    <>
      <Badge tone={isAccepted(delivery) ? 'good' : 'bad'}>{Status ?? webhooks.noAnswer}</Badge>
      {Error !== null && <div dir="auto">{Error}</div>}
      {Answer !== null && Answer !== '' && (
        <details>
          <summary>{webhooks.answer}</summary>
          <pre class={styles.answer} dir="auto">
            {Answer}
          </pre>
        </details>
      )}
    </>
  );
}

function positionsText({ Positions }: WebhookDelivery): string {
  if (Positions === null) return '–';
  const { First, Last } = Positions;
  return First === Last ? number(First) : `${number(First)}–${number(Last)}`;
}

function attemptText({ number: count, isExact }: Attempt): string {
  return isExact ? number(count) : `≥ ${number(count)}`;
}

/** Only the newest attempt is followed by another one, if it failed. */
function nextText(webhook: Webhook, { delivery, isNewest }: Attempt): string {
  const next = nextAttemptOf(webhook);
  return next !== null && isNewest && !isAccepted(delivery) ? moment(next) : '–';
}
