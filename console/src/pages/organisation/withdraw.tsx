import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { directory } from '../../directory/directory.ts';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { t } from '../../language/language.ts';
import type { ShownOrganisation } from './read-organisation.ts';

interface WithdrawProps {
  readonly shown: ShownOrganisation;
  readonly onDone: () => void;
}

/** Sets Status to Withdrawn after a confirmation, if the organisation is still as the page shows it. */
export function Withdraw({ shown: { organisation, etag }, onDone }: WithdrawProps) {
  const { organisation: messages } = t();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
  };
  const withdraw = async (): Promise<void> => {
    const change = { Status: 'Withdrawn' } as const;
    await directory.organisations.patch(organisation.OrganisationId, change, { ifMatch: etag });
    close();
    announce(messages.withdrawn);
    onDone();
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
        <ConfirmDialog
          title={messages.withdrawTitle(organisation.OrganisationName)}
          confirmLabel={messages.withdraw}
          look="danger"
          work={withdraw}
          onClose={close}
        >
          <p>{messages.withdrawText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
