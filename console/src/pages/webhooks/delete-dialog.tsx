import type { Webhook } from 'organisations-directory-client';
import { useLocation } from 'preact-iso';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './webhooks.module.css';

interface DeleteDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** Asks before a webhook is deleted, then goes to the list. */
export function DeleteDialog({ webhook, onClose }: DeleteDialogProps) {
  const { webhooks, common } = t();
  const { route } = useLocation();
  const deleting = useAction();
  const remove = async (): Promise<void> => {
    await directory.webhooks.delete(webhook.WebhookId);
    announce(webhooks.deleted);
    route(pathTo('webhooks'), true);
  };
  return (
    <Dialog
      title={webhooks.deleteTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            look="danger"
            isBusy={deleting.isBusy}
            onClick={() => {
              deleting.run(remove);
            }}
          >
            {webhooks.actions.delete}
          </Button>
        </>
      }
    >
      <p class={styles.url}>
        <code>{webhook.Url}</code>
      </p>
      <p>{webhooks.deleteText}</p>
      {deleting.error !== null && <ErrorNotice error={deleting.error} />}
    </Dialog>
  );
}
