import { DirectoryError, type Flag } from 'organisations-directory-client';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import type { Loaded } from '../../directory/use-loaded.ts';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';
import { type FlagBody, isAssignable } from './flag-values.ts';
import { HoldersPreview } from './holders-preview.tsx';
import { type Holders, useHolders } from './use-holders.ts';

interface ReleaseDialogProps {
  readonly flag: Flag;
  /** The ETag of the flag as the person sees it. */
  readonly etag: string;
  /** The change that takes the flag from its organisations. */
  readonly body: FlagBody;
  readonly onDone: () => void;
  readonly onClose: () => void;
  /** Somebody else has changed the flag, so the change must be looked at again. */
  readonly onOutdated: () => void;
}

/** Shows which organisations lose a flag, before anything is sent, and sends the change when the person confirms it. */
export function ReleaseDialog({ flag, etag, body, onDone, onClose, onOutdated }: ReleaseDialogProps) {
  const { flags, common } = t();
  const holders = useHolders(flag.Id, isAssignable(flag));
  const saving = useAction();
  const name = `${flag.Name}: ${flag.Value}`;
  const confirm = async (): Promise<void> => {
    // Without Cascade the directory refuses if an organisation has taken the flag on since it was read.
    const Cascade = holders.value !== null && holders.value.totalSize > 0;
    await directory.flags.replace(flag.Id, { ...body, Cascade }, { ifMatch: etag });
    onDone();
  };
  return (
    <Dialog
      title={body.Status === 'Inactive' ? flags.switchOffTitle(name) : flags.retypeTitle(name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            look="danger"
            disabled={holders.isLoading || holders.value === null}
            isBusy={saving.isBusy}
            onClick={() => {
              saving.run(confirm);
            }}
          >
            {saving.isBusy ? common.saving : confirmText(holders.value)}
          </Button>
        </>
      }
    >
      <HoldersPreview holders={holders} />
      <Refusal error={saving.error} holders={holders} onOutdated={onOutdated} onSearchAgain={saving.clear} />
    </Dialog>
  );
}

function confirmText(holders: Holders | null): string {
  const { flags } = t();
  return holders === null || holders.totalSize === 0 ? flags.switchOff : flags.releaseFrom(holders.totalSize);
}

interface RefusalProps {
  readonly error: unknown;
  readonly holders: Loaded<Holders>;
  readonly onOutdated: () => void;
  readonly onSearchAgain: () => void;
}

function Refusal({ error, holders, onOutdated, onSearchAgain }: RefusalProps) {
  const { flags } = t();
  if (error === null) return null;
  const status = error instanceof DirectoryError ? error.status : null;
  if (status === 412) {
    return (
      <>
        <ErrorNotice title={flags.outdatedTitle} error={error} />
        <Button onClick={onOutdated}>{flags.showPresent}</Button>
      </>
    );
  }
  if (status === 409) {
    const searchAgain = (): void => {
      onSearchAgain();
      holders.reload();
    };
    return (
      <>
        <ErrorNotice error={error} />
        <Button onClick={searchAgain}>{flags.searchAgain}</Button>
      </>
    );
  }
  return <ErrorNotice error={error} />;
}
