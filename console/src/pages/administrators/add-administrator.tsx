import { DirectoryError } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { TextField } from '../../design/text-field.tsx';
import { directory } from '../../directory/directory.ts';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';
import styles from './administrators.module.css';

interface AddAdministratorProps {
  readonly organisationId: string;
  readonly onAdded: () => void;
}

/** Adds an administrator; what was typed stays until the directory has taken it. */
export function AddAdministrator({ organisationId, onAdded }: AddAdministratorProps) {
  const { administrators: messages } = t();
  const [typed, setTyped] = useState('');
  const { isBusy, error, run } = useAction();
  const add = async (): Promise<void> => {
    const { UserEmail } = await directory.adminUsers.create(organisationId, { UserEmail: typed.trim() });
    announce(messages.added(UserEmail));
    setTyped('');
    onAdded();
  };
  const faults = faultsOf(error);
  return (
    <>
      {/* The sentences are the directory's own, so the browser checks nothing. */}
      <form
        class={styles.add}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          run(add);
        }}
      >
        <TextField
          type="email"
          label={messages.email}
          hint={messages.emailHint}
          value={typed}
          errors={faults}
          isRequired
          onInput={setTyped}
        />
        <div>
          <Button type="submit" look="primary" isBusy={isBusy}>
            {messages.add}
          </Button>
        </div>
      </form>
      {error !== null && faults.length === 0 && <ErrorNotice error={error} />}
    </>
  );
}

/** Returns the sentences that are about the address: 400 for its form, 409 for one that is there already. */
function faultsOf(error: unknown): readonly string[] {
  const isAboutAddress = error instanceof DirectoryError && (error.status === 400 || error.status === 409);
  return isAboutAddress ? error.sentences : [];
}
