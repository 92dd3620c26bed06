import type { CreatedWebhook } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { LinkButton } from '../../design/button.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { directory } from '../../directory/directory.ts';
import { SaveForm } from '../../forms/save-form.tsx';
import { useAction } from '../../forms/use-action.ts';
import { useTextForm } from '../../forms/use-text-form.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { OperatorGate } from './operator-gate.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { newWebhookValues, requestOf, webhookFields } from './webhook-form.ts';
import { WebhookFields } from './webhook-fields.tsx';
import { isOperation } from './webhook-rules.ts';

export function NewWebhookPage() {
  const { webhooks } = t();
  return (
    <>
      <PageHeading title={webhooks.newTitle} summary={webhooks.newSummary} />
      <OperatorGate>
        <NewWebhookForm />
      </OperatorGate>
    </>
  );
}

function NewWebhookForm() {
  const { webhooks, common } = t();
  const { route } = useLocation();
  const form = useTextForm('new-webhook', webhookFields, newWebhookValues);
  const saving = useAction();
  const [created, setCreated] = useState<CreatedWebhook | null>(null);
  const create = async (): Promise<void> => {
    setCreated(await directory.webhooks.create(requestOf(form.values, isOperation)));
    form.forget();
  };
  return (
    <>
      <SaveForm
        saving={saving}
        saveLabel={webhooks.create}
        onSave={() => {
          saving.run(create);
        }}
        cancel={<LinkButton href={pathTo('webhooks')}>{common.cancel}</LinkButton>}
      >
        <WebhookFields form={form} error={saving.error} />
      </SaveForm>
      {created !== null && (
        <SecretDialog
          secret={created.Secret}
          formerUntil={null}
          onStored={() => {
            // The form would create a second webhook if the back button came to it.
            route(pathTo('webhook', { id: created.WebhookId }), true);
          }}
        />
      )}
    </>
  );
}
