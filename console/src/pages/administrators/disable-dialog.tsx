import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { setStatus } from './set-status.ts';

interface DisableDialogProps {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly userEmail: string;
  /** True if nobody else is an Active administrator. */
  readonly isLast: boolean;
  readonly onClose: () => void;
  readonly onDisabled: () => void;
}

/** Asks before an administrator loses their rights. */
export function DisableDialog(props: DisableDialogProps) {
  const { organisationId, organisationName, userEmail, isLast, onClose, onDisabled } = props;
  const { administrators: messages, common } = t();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const disable = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await setStatus(organisationId, userEmail, 'Inactive');
      announce(messages.disabled(userEmail));
      onClose();
      onDisabled();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={messages.disableTitle(userEmail)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="danger" isBusy={isBusy} onClick={() => void disable()}>
            {messages.disable}
          </Button>
        </>
      }
    >
      <p dir="auto">{messages.disableText(organisationName)}</p>
      {isLast && <Notice tone="wait">{messages.disableLast}</Notice>}
      {error !== null && <ErrorNotice error={error} />}
    </Dialog>
  );
}
