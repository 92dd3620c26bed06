import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import { t } from '../../language/language.ts';
import type { ShownOrganisation } from './read-organisation.ts';

interface WithdrawProps {
  readonly shown: ShownOrganisation;
  readonly onDone: () => void;
}

/** Sets Status to Withdrawn after a confirmation, if the organisation is still as the page shows it. */
export function Withdraw({ shown: { organisation, etag }, onDone }: WithdrawProps) {
  const { organisation: messages, common } = t();
  const [isOpen, setOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = (): void => {
    setOpen(false);
    setError(null);
  };
  const withdraw = async (): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      const change = { Status: 'Withdrawn' } as const;
      await directory.organisations.patch(organisation.OrganisationId, change, { ifMatch: etag });
      close();
      announce(messages.withdrawn);
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setOpen(true);
        }}
      >
        {messages.withdraw}
      </Button>
      {isOpen && (
        <Dialog
          title={messages.withdrawTitle(organisation.OrganisationName)}
          onClose={close}
          actions={
            <>
              <Button onClick={close}>{common.cancel}</Button>
              <Button
                look="danger"
                isBusy={isSaving}
                onClick={() => {
                  void withdraw();
                }}
              >
                {isSaving ? common.saving : messages.withdraw}
              </Button>
            </>
          }
        >
          <p>{messages.withdrawText}</p>
          {error !== null && <ErrorNotice error={error} />}
        </Dialog>
      )}
    </>
  );
}
