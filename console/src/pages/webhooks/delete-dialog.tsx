import type { Webhook } from 'organisations-directory-client';
import { useLocation } from 'preact-iso';
import { announce } from '../../design/announce.tsx';
import { directory } from '../../directory/directory.ts';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './webhooks.module.css';

interface DeleteDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** Asks before a webhook is deleted, then goes to the list. */
export function DeleteDialog({ webhook, onClose }: DeleteDialogProps) {
  const { webhooks } = t();
  const { route } = useLocation();
  const remove = async (): Promise<void> => {
    await directory.webhooks.delete(webhook.WebhookId);
    announce(webhooks.deleted);
    route(pathTo('webhooks'), true);
  };
  return (
    <ConfirmDialog
      title={webhooks.deleteTitle}
      confirmLabel={webhooks.actions.delete}
      look="danger"
      work={remove}
      onClose={onClose}
    >
      <p class={styles.url}>
        <code>{webhook.Url}</code>
      </p>
      <p>{webhooks.deleteText}</p>
    </ConfirmDialog>
  );
}
