import type { Webhook, WebhookSecret } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import styles from '../../forms/form.module.css';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { ReplaceSecretDialog } from './replace-secret-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { isRunning } from './webhook-state.ts';

interface WebhookActionsProps {
  readonly webhook: Webhook;
  /** The newest place of the log. */
  readonly newest: string;
  readonly onChanged: () => void;
}

type OpenDialog = 'replay' | 'secret' | 'delete';

/** The buttons of a webhook. */
export function WebhookActions({ webhook, newest, onChanged }: WebhookActionsProps) {
  const { webhooks } = t();
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [secret, setSecret] = useState<WebhookSecret | null>(null);
  const close = (): void => {
    setOpen(null);
  };
  const done = (text: string): void => {
    close();
    announce(text);
    onChanged();
  };
  const dialogs = {
    replay: (
      <ReplayDialog
        webhookId={webhook.WebhookId}
        newest={newest}
        onClose={close}
        onDone={() => {
          done(webhooks.replayed);
        }}
      />
    ),
    secret: (
      <ReplaceSecretDialog
        webhookId={webhook.WebhookId}
        onClose={close}
        onReplaced={(next) => {
          close();
          setSecret(next);
        }}
      />
    ),
    delete: <DeleteDialog webhook={webhook} onClose={close} />,
  };
  return (
    <>
      <div class={styles.buttons}>
        <QuickActions webhook={webhook} onDone={done} />
        <OpenButton name="replay" onOpen={setOpen} />
        <OpenButton name="secret" onOpen={setOpen} />
        <OpenButton name="delete" onOpen={setOpen} />
      </div>
      {open !== null && dialogs[open]}
      {secret !== null && (
        <SecretDialog
          secret={secret.Secret}
          formerUntil={secret.FormerSecretUntil}
          onStored={() => {
            setSecret(null);
          }}
        />
      )}
    </>
  );
}

interface OpenButtonProps {
  readonly name: OpenDialog;
  readonly onOpen: (name: OpenDialog) => void;
}

function OpenButton({ name, onOpen }: OpenButtonProps) {
  return (
    <Button
      look={name === 'delete' ? 'danger' : 'normal'}
      onClick={() => {
        onOpen(name);
      }}
    >
      {t().webhooks.actions[name]}
    </Button>
  );
}

interface QuickActionsProps {
  readonly webhook: Webhook;
  readonly onDone: (text: string) => void;
}

/** The actions that need no question. */
function QuickActions({ webhook, onDone }: QuickActionsProps) {
  const { webhooks } = t();
  const acting = useAction();
  const id = webhook.WebhookId;
  const test = async (): Promise<void> => {
    await directory.webhooks.test(id);
    onDone(webhooks.tested);
  };
  const pause = async (): Promise<void> => {
    await directory.webhooks.patch(id, { Status: 'Paused' });
    onDone(webhooks.paused);
  };
  const resume = async (): Promise<void> => {
    await directory.webhooks.patch(id, { Status: 'Active' });
    onDone(webhooks.resumed);
  };
  return (
    <>
      {acting.error !== null && <ErrorNotice error={acting.error} />}
      <Button
        isBusy={acting.isBusy}
        onClick={() => {
          acting.run(test);
        }}
      >
        {webhooks.actions.test}
      </Button>
      <Button
        isBusy={acting.isBusy}
        onClick={() => {
          acting.run(isRunning(webhook) ? pause : resume);
        }}
      >
        {isRunning(webhook) ? webhooks.actions.pause : webhooks.actions.resume}
      </Button>
    </>
  );
}
