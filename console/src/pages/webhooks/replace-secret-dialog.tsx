import type { WebhookSecret } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { t } from '../../language/language.ts';

interface ReplaceSecretDialogProps {
  readonly webhookId: string;
  readonly onReplaced: (secret: WebhookSecret) => void;
  readonly onClose: () => void;
}

/** Asks before another secret is made. */
export function ReplaceSecretDialog({ webhookId, onReplaced, onClose }: ReplaceSecretDialogProps) {
  const { webhooks } = t();
  const replace = async (): Promise<void> => {
    onReplaced(await directory.webhooks.replaceSecret(webhookId));
  };
  return (
    <ConfirmDialog
      title={webhooks.replaceSecretTitle}
      confirmLabel={webhooks.replaceSecretConfirm}
      look="primary"
      work={replace}
      onClose={onClose}
    >
      <p>{webhooks.replaceSecretText}</p>
    </ConfirmDialog>
  );
}
