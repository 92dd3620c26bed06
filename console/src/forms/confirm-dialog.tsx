import type { ComponentChildren } from 'preact';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { ErrorNotice } from '../design/error-notice.tsx';
import { t } from '../language/language.ts';
import { useAction } from './use-action.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly look: 'danger' | 'primary';
  /** Does what the person has confirmed; a refusal stands in the dialog. */
  readonly work: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something is done. */
export function ConfirmDialog({ title, confirmLabel, look, work, onClose, children }: ConfirmDialogProps) {
  const action = useAction();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t().common.cancel}</Button>
          <Button
            look={look}
            isBusy={action.isBusy}
            onClick={() => {
              action.run(work);
            }}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {action.error !== null && <ErrorNotice error={action.error} />}
    </Dialog>
  );
}
