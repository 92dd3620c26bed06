import { DirectoryError, type Flag } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { directory } from '../../directory/directory.ts';
import { SaveForm } from '../../forms/save-form.tsx';
import { useAction } from '../../forms/use-action.ts';
import { useTextForm } from '../../forms/use-text-form.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { FlagConflict } from './flag-conflict.tsx';
import { FlagFields } from './flag-fields.tsx';
import { requestOf } from './flag-rules.ts';
import { endsAssignment, flagFields, valuesOf } from './flag-values.ts';
import { ReleaseDialog } from './release-dialog.tsx';

interface EditFlagProps {
  readonly flag: Flag;
  readonly etag: string;
  readonly onReload: () => void;
}

/** The form that changes a flag. A change that takes the flag from organisations shows them first. */
export function EditFlag({ flag, etag, onReload }: EditFlagProps) {
  const { flags, common } = t();
  const { route } = useLocation();
  const form = useTextForm(`flag ${flag.Id}`, flagFields, valuesOf(flag), etag);
  const saving = useAction();
  const [isReleasing, setReleasing] = useState(false);
  const body = requestOf(form.values);
  const ifMatch = form.isChanged ? form.draft.etag : etag;
  const leave = (): void => {
    form.forget();
    onReload();
    route(pathTo('flag', { id: flag.Id }), true);
  };
  const saved = (): void => {
    announce(flags.saved);
    leave();
  };
  const save = async (): Promise<void> => {
    try {
      await directory.flags.replace(flag.Id, { ...body, Cascade: false }, { ifMatch });
    } catch (error) {
      // The newer state is shown beside what was typed.
      if (isOutdated(error)) onReload();
      throw error;
    }
    saved();
  };
  return (
    <>
      <PageHeading title={flags.editTitle(`${flag.Name}: ${flag.Value}`)} />
      <SaveForm
        saving={saving}
        saveLabel={common.save}
        onSave={() => {
          if (endsAssignment(flag, body)) setReleasing(true);
          else saving.run(save);
        }}
        cancel={<Button onClick={leave}>{common.cancel}</Button>}
      >
        <FlagConflict form={form} flag={flag} etag={etag} onResolved={saving.clear} />
        <FlagFields form={form} error={saving.error} />
      </SaveForm>
      {isReleasing && (
        <ReleaseDialog
          flag={flag}
          etag={ifMatch}
          body={body}
          onDone={saved}
          onClose={() => {
            setReleasing(false);
          }}
          onOutdated={() => {
            setReleasing(false);
            onReload();
          }}
        />
      )}
    </>
  );
}

function isOutdated(error: unknown): boolean {
  return error instanceof DirectoryError && error.status === 412;
}
