import type { AdminUser } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { asciiLowerCase } from '../../../../src/fields/ascii-lower-case.ts';
import { announce } from '../../design/announce.tsx';
import { Badge, StatusBadge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { Empty } from '../../design/empty.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { t } from '../../language/language.ts';
import { email } from '../../sign-in/session.ts';
import styles from './administrators.module.css';
import { DisableDialog } from './disable-dialog.tsx';
import { setStatus } from './set-status.ts';

interface AdministratorsTableProps {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly administrators: readonly AdminUser[];
  readonly onChanged: () => void;
}

export function AdministratorsTable(props: AdministratorsTableProps) {
  const { organisationId, organisationName, administrators, onChanged } = props;
  const { administrators: messages } = t();
  const [toDisable, setToDisable] = useState<AdminUser | null>(null);
  const [error, setError] = useState<unknown>(null);
  const enable = async ({ UserEmail }: AdminUser): Promise<void> => {
    setError(null);
    try {
      await setStatus(organisationId, UserEmail, 'Active');
      announce(messages.enabled(UserEmail));
      onChanged();
    } catch (reason) {
      setError(reason);
    }
  };
  if (administrators.length === 0) return <Empty>{messages.nobody}</Empty>;
  const active = administrators.filter(({ Status }) => Status === 'Active');
  return (
    <div>
      {error !== null && <ErrorNotice error={error} />}
      <DataTable
        caption={messages.title}
        columns={columnsOf(setToDisable, (one) => void enable(one))}
        rows={administrators}
        keyOf={(one) => one.UserEmail}
        hasCards
      />
      {toDisable !== null && (
        <DisableDialog
          organisationId={organisationId}
          organisationName={organisationName}
          userEmail={toDisable.UserEmail}
          isLast={active.length === 1}
          onClose={() => {
            setToDisable(null);
          }}
          onDisabled={onChanged}
        />
      )}
    </div>
  );
}

function columnsOf(
  onDisable: (one: AdminUser) => void,
  onEnable: (one: AdminUser) => void,
): Column<AdminUser>[] {
  const { administrators: messages, fields } = t();
  const own = asciiLowerCase(email.value ?? '');
  return [
    {
      key: 'UserEmail',
      heading: messages.email,
      isRowHeading: true,
      cell: ({ UserEmail }) => (
        <span class={styles.person}>
          <span dir="auto">{UserEmail}</span>
          {UserEmail === own && <Badge tone="info">{messages.you}</Badge>}
        </span>
      ),
    },
    { key: 'Status', heading: fields.Status, cell: ({ Status }) => <StatusBadge status={Status} /> },
    {
      key: 'action',
      heading: messages.action,
      cell: (one) => (one.UserEmail === own ? messages.ownAddress : action(one, onDisable, onEnable)),
    },
  ];
}

/** The same button for both, so that it keeps the focus when the Status changes. */
function action(one: AdminUser, onDisable: (one: AdminUser) => void, onEnable: (one: AdminUser) => void) {
  const { administrators: messages } = t();
  const isActive = one.Status === 'Active';
  return (
    <Button
      look={isActive ? 'danger' : 'normal'}
      label={isActive ? messages.disableOne(one.UserEmail) : messages.enableOne(one.UserEmail)}
      onClick={() => {
        if (isActive) onDisable(one);
        else onEnable(one);
      }}
    >
      {isActive ? messages.disable : messages.enable}
    </Button>
  );
}
