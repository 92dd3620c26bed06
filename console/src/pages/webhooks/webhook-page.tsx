import type { Webhook, WebhookDelivery } from 'organisations-directory-client';
import { useRoute } from 'preact-iso';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useRefreshed } from '../../directory/use-refreshed.ts';
import { t } from '../../language/language.ts';
import { Deliveries } from './deliveries.tsx';
import { OperatorGate } from './operator-gate.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookFacts } from './webhook-facts.tsx';
import styles from '../../design/page.module.css';

/** The contents of the page, read together so that its parts agree. */
interface Shown {
  readonly webhook: Webhook;
  readonly deliveries: readonly WebhookDelivery[];
  /** The newest place of the log. */
  readonly newest: string;
}

export function WebhookPage() {
  const { params } = useRoute();
  const { webhooks } = t();
  return (
    <div class={styles.parts}>
      <PageHeading title={webhooks.oneTitle} />
      <OperatorGate>
        <LiveWebhook key={params.id} webhookId={params.id ?? ''} />
      </OperatorGate>
    </div>
  );
}

function LiveWebhook({ webhookId }: { readonly webhookId: string }) {
  const { webhooks } = t();
  const loaded = useRefreshed((signal) => read(webhookId, signal), [webhookId]);
  return (
    <LoadedView loaded={loaded}>
      {({ webhook, deliveries, newest }) => (
        <div class={styles.parts}>
          <Section>
            <WebhookFacts webhook={webhook} newest={newest} />
            <WebhookActions webhook={webhook} newest={newest} onChanged={loaded.reload} />
          </Section>
          <Section title={webhooks.deliveries}>
            <Deliveries webhook={webhook} deliveries={deliveries} />
          </Section>
        </div>
      )}
    </LoadedView>
  );
}

async function read(webhookId: string, signal: AbortSignal): Promise<Shown> {
  const deliveries: WebhookDelivery[] = [];
  const { value: webhook } = await directory.webhooks.get(webhookId, { signal });
  for await (const one of directory.webhooks.deliveries(webhookId, { signal })) deliveries.push(one);
  return { webhook, deliveries, newest: await directory.feed.newest({ signal }) };
}
