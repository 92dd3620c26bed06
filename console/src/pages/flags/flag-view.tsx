import type { Flag, HistoryEntry } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { StatusBadge } from '../../design/badge.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useAction } from '../../forms/use-action.ts';
import { HistorySection, type NewestEntries } from '../../history/history-section.tsx';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { FlagFacts } from './flag-facts.tsx';
import { fieldLabel, shownValue } from './flag-labels.ts';
import { bodyOf } from './flag-values.ts';
import styles from '../../design/page.module.css';
import { ReleaseDialog } from './release-dialog.tsx';

interface FlagViewProps {
  readonly flag: Flag;
  readonly etag: string;
  readonly onReload: () => void;
}

/** A flag as it is now, and for operators its history. */
export function FlagView({ flag, etag, onReload }: FlagViewProps) {
  return (
    <div class={styles.parts}>
      <PageHeading
        title={`${flag.Name}: ${flag.Value}`}
        summary={<StatusBadge status={flag.Status} />}
        actions={isOperator.value ? <Actions flag={flag} etag={etag} onReload={onReload} /> : undefined}
      />
      <Section>
        <FlagFacts flag={flag} />
      </Section>
      {isOperator.value && (
        <HistorySection
          read={(count, signal) => readHistory(flag.Id, count, signal)}
          keys={[flag.Id, etag]}
          labelOf={fieldLabel}
          showValue={(field, value) => shownValue(field, String(value))}
        />
      )}
    </div>
  );
}

/** The whole history is one answer, because a flag changes seldom. */
async function readHistory(flagId: string, count: number, signal: AbortSignal): Promise<NewestEntries> {
  const entries: HistoryEntry[] = [];
  for await (const entry of directory.flags.history(flagId, { signal })) entries.push(entry);
  return { entries: entries.slice(0, count), totalSize: entries.length };
}

function Actions({ flag, etag, onReload }: FlagViewProps) {
  const { flags } = t();
  return (
    <>
      <LinkButton href={pathTo('flag', { id: flag.Id, edit: true })}>{flags.edit}</LinkButton>
      {flag.Status === 'Active' ? (
        <SwitchOff flag={flag} etag={etag} onReload={onReload} />
      ) : (
        <SwitchOn flag={flag} etag={etag} onReload={onReload} />
      )}
    </>
  );
}

/** A flag that no organisation can have is switched off by the same dialog, which then finds nothing to show. */
function SwitchOff({ flag, etag, onReload }: FlagViewProps) {
  const { flags } = t();
  const [isAsking, setAsking] = useState(false);
  const close = (): void => {
    setAsking(false);
  };
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setAsking(true);
        }}
      >
        {flags.switchOff}
      </Button>
      {isAsking && (
        <ReleaseDialog
          flag={flag}
          etag={etag}
          body={{ ...bodyOf(flag), Status: 'Inactive' }}
          onClose={close}
          onOutdated={() => {
            close();
            onReload();
          }}
          onDone={() => {
            close();
            announce(flags.switchedOff);
            onReload();
          }}
        />
      )}
    </>
  );
}

function SwitchOn({ flag, etag, onReload }: FlagViewProps) {
  const { flags } = t();
  const saving = useAction();
  const switchOn = async (): Promise<void> => {
    const body = { ...bodyOf(flag), Status: 'Active' as const, Cascade: false };
    await directory.flags.replace(flag.Id, body, { ifMatch: etag });
    announce(flags.switchedOn);
    onReload();
  };
  return (
    <>
      <Button
        isBusy={saving.isBusy}
        onClick={() => {
          saving.run(switchOn);
        }}
      >
        {flags.switchOn}
      </Button>
      {saving.error !== null && <ErrorNotice error={saving.error} onRetry={onReload} />}
    </>
  );
}
