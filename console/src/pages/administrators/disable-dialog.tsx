import { announce } from '../../design/announce.tsx';
import { Notice } from '../../design/notice.tsx';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
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
  const { administrators: messages } = t();
  const disable = async (): Promise<void> => {
    await setStatus(organisationId, userEmail, 'Inactive');
    announce(messages.disabled(userEmail));
    onClose();
    onDisabled();
  };
  return (
    <ConfirmDialog
      title={messages.disableTitle(userEmail)}
      confirmLabel={messages.disable}
      look="danger"
      work={disable}
      onClose={onClose}
    >
      <p dir="auto">{messages.disableText(organisationName)}</p>
      {isLast && <Notice tone="wait">{messages.disableLast}</Notice>}
    </ConfirmDialog>
  );
}
