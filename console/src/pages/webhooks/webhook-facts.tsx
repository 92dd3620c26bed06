import type { Webhook } from 'organisations-directory-client';
import { CopyButton } from '../../design/copy-button.tsx';
import { Notice } from '../../design/notice.tsx';
import { ago, moment } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { WebhookStateBadge } from './state-badge.tsx';
import { nextAttemptOf, positionOf, stateOf } from './webhook-state.ts';
import styles from '../../design/page.module.css';

interface WebhookFactsProps {
  readonly webhook: Webhook;
  /** The newest place of the log. */
  readonly newest: string;
}

/** The address of a webhook, the changes that it gets, and its state. */
export function WebhookFacts({ webhook, newest }: WebhookFactsProps) {
  const { webhooks, common, history } = t();
  const { fields } = webhooks;
  const { Operations, OrganisationIds } = webhook;
  return (
    <>
      <StateNotice webhook={webhook} />
      <dl class={styles.facts}>
        <dt>{fields.Status}</dt>
        <dd>
          <WebhookStateBadge webhook={webhook} />
        </dd>
        <dt>{fields.Url}</dt>
        <dd>
          <code>{webhook.Url}</code>
        </dd>
        <dt>{fields.Description}</dt>
        <dd dir="auto">{webhook.Description ?? common.none}</dd>
        <dt>{fields.After}</dt>
        <dd>
          {webhooks.delivered(positionOf(webhook.After), positionOf(newest))}{' '}
          <CopyButton text={webhook.After} label={webhooks.copyPlace} />
        </dd>
        <dt>{fields.Operations}</dt>
        <dd>{Operations?.map((one) => history.operations[one]).join(', ') ?? webhooks.allOperations}</dd>
        <dt>{fields.OrganisationIds}</dt>
        <dd>
          {OrganisationIds === null
            ? webhooks.allOrganisations
            : `${common.organisations(OrganisationIds.length)}: ${OrganisationIds.join(', ')}`}
        </dd>
        <dt>{fields.ClientId}</dt>
        <dd>
          <code>{webhook.ClientId}</code>
        </dd>
        <dt>{fields.WebhookId}</dt>
        <dd>
          <code>{webhook.WebhookId}</code> <CopyButton text={webhook.WebhookId} label={webhooks.copyId} />
        </dd>
        <dt>{fields.CreatedAt}</dt>
        <dd>{moment(webhook.CreatedAt)}</dd>
      </dl>
    </>
  );
}

/** Says what a person must know or do; nothing while the webhook works. */
function StateNotice({ webhook }: { readonly webhook: Webhook }) {
  const { webhooks } = t();
  const state = stateOf(webhook);
  if (state === 'Active') return null;
  const { FailingSince, StatusReason } = webhook;
  const next = nextAttemptOf(webhook);
  const isBad = state === 'VerificationFails' || state === 'Failing' || state === 'Disabled';
  return (
    <Notice tone={isBad ? 'bad' : 'wait'}>
      <p>{webhooks.stateTexts[state]}</p>
      {StatusReason !== null && <p>{StatusReason}</p>}
      {FailingSince !== null && <p>{webhooks.failingSince(moment(FailingSince))}</p>}
      {next !== null && <p>{webhooks.nextAttempt(moment(next), ago(next))}</p>}
    </Notice>
  );
}
