import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Notice } from '../../design/notice.tsx';
import { moment } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { useLeaveGuard } from '../../shell/leave-guard.ts';
import styles from './webhooks.module.css';

interface SecretDialogProps {
  readonly secret: string;
  /** Until when the former secret signs too; null for a new webhook. */
  readonly formerUntil: string | null;
  readonly onStored: () => void;
}

/** Shows a secret, which can't be shown again: it closes only once the person says that they have stored the secret. */
export function SecretDialog({ secret, formerUntil, onStored }: SecretDialogProps) {
  const { webhooks } = t();
  const [isStored, setStored] = useState(false);
  useLeaveGuard(!isStored, webhooks.secretLeave);
  return (
    <Dialog
      title={webhooks.secretTitle}
      // Escape must not lose the secret.
      onClose={() => undefined}
      actions={
        <Button look="primary" disabled={!isStored} onClick={onStored}>
          {webhooks.secretDone}
        </Button>
      }
    >
      <p class={styles.secret}>
        <code>{secret}</code>
        <CopyButton text={secret} label={webhooks.copySecret} />
      </p>
      <Notice tone="wait">
        <p>{webhooks.secretOnce}</p>
        {formerUntil !== null && <p>{webhooks.secretFormer(moment(formerUntil))}</p>}
      </Notice>
      <Checkbox label={webhooks.secretStored} isChecked={isStored} onChange={setStored} />
    </Dialog>
  );
}
