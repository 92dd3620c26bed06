import type { WebhookSecret } from 'organisations-directory-client';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';

interface ReplaceSecretDialogProps {
  readonly webhookId: string;
  readonly onReplaced: (secret: WebhookSecret) => void;
  readonly onClose: () => void;
}

/** Asks before another secret is made. */
export function ReplaceSecretDialog({ webhookId, onReplaced, onClose }: ReplaceSecretDialogProps) {
  const { webhooks, common } = t();
  const replacing = useAction();
  const replace = async (): Promise<void> => {
    onReplaced(await directory.webhooks.replaceSecret(webhookId));
  };
  return (
    <Dialog
      title={webhooks.replaceSecretTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            look="primary"
            isBusy={replacing.isBusy}
            onClick={() => {
              replacing.run(replace);
            }}
          >
            {webhooks.replaceSecretConfirm}
          </Button>
        </>
      }
    >
      <p>{webhooks.replaceSecretText}</p>
      {replacing.error !== null && <ErrorNotice error={replacing.error} />}
    </Dialog>
  );
}
