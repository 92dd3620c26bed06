import { useEffect, useRef } from 'preact/hooks';
import { UnreadableFile } from '../../../../src/modules/directory/participants-file/unreadable-file.js';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Notice } from '../../design/notice.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { endImport, type ImportJob } from './import-job.ts';
import styles from './import.module.css';
import { PlanView } from './plan-view.tsx';
import { ProgressView } from './progress-view.tsx';

/** One import, from its reading to its report. */
export function JobView({ job }: { readonly job: ImportJob }) {
  const { import: messages } = t();
  const phase = job.phase.value;
  const isSending = phase === 'sending' || phase === 'stopping';
  useLeaveWarning(isSending);
  return (
    <>
      <div class={styles.file}>
        <FileHeading job={job} />
        <Button disabled={isSending} onClick={endImport}>
          {phase === 'reading' || phase === 'comparing' ? t().common.cancel : messages.another}
        </Button>
      </div>
      <ProgressView job={job} />
      {phase === 'failed' && <Failure job={job} />}
      {job.broken.value !== null && (
        <Notice tone="bad" title={messages.brokenTitle} isAlert>
          <p lang="en" dir="auto">{`${job.file.name} ${job.broken.value}.`}</p>
          <p>{messages.brokenText}</p>
        </Notice>
      )}
      {job.plan.value !== null && <PlanView job={job} plan={job.plan.value} />}
    </>
  );
}

/** Takes the focus, because the place to choose a file has gone. */
function FileHeading({ job }: { readonly job: ImportJob }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [job]);
  return (
    <h2 ref={heading} tabIndex={-1} dir="auto">
      {job.file.name} <small>{t().import.bytes(number(Math.ceil(job.file.size / 1_024)))}</small>
    </h2>
  );
}

function Failure({ job }: { readonly job: ImportJob }) {
  const { import: messages } = t();
  const error = job.error.value;
  if (error instanceof UnreadableFile) {
    return (
      <Notice tone="bad" title={messages.unreadableTitle} isAlert>
        <p lang="en" dir="auto">{`${job.file.name} can't be imported: it ${error.message}.`}</p>
      </Notice>
    );
  }
  return (
    <ErrorNotice
      error={error}
      title={messages.failedTitle}
      onRetry={() => {
        void job.prepare();
      }}
    />
  );
}

/** The browser asks before it leaves the page, since the list of what was sent would be lost. */
function useLeaveWarning(isSending: boolean): void {
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [isSending]);
}
