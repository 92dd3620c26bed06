import { ChainBrokenError, LogReplacedError, type VerifyProgress } from 'organisations-directory-client';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import styles from './changes-page.module.css';
import { useVerification, type VerificationState } from './use-verification.ts';
import { Verdict } from './verdict.tsx';

/** Recomputes the hash chain of the whole log in this browser, with progress and a way to stop. */
export function Verification() {
  const { changes, common } = t();
  const { state, start, stop } = useVerification();
  const isRunning = state.step === 'running';
  return (
    <div class={styles.verification}>
      <p>{changes.verifyText}</p>
      {isRunning && <Progress progress={state.progress} />}
      {/* One button, so that the focus stays where it is. */}
      <div>
        <Button look={isRunning ? 'normal' : 'primary'} onClick={isRunning ? stop : start}>
          {isRunning ? common.cancel : changes.verify}
        </Button>
      </div>
      <div role="status">
        <Outcome state={state} />
      </div>
    </div>
  );
}

function Progress({ progress }: { readonly progress: VerifyProgress | null }) {
  const { changes, common } = t();
  const bar = useRef<HTMLProgressElement>(null);
  useEffect(() => {
    // Without a value the bar shows that the end is unknown.
    if (progress === null) bar.current?.removeAttribute('value');
  }, [progress]);
  const values = progress === null ? {} : { value: progress.position, max: Math.max(1, progress.newest) };
  return (
    <div class={styles.progress}>
      <progress ref={bar} aria-label={changes.verifyingLabel} {...values} />
      <p>{progress === null ? common.loading : changes.verifying(progress.position, progress.newest)}</p>
    </div>
  );
}

function Outcome({ state }: { readonly state: VerificationState }) {
  const { changes } = t();
  switch (state.step) {
    case 'idle':
    case 'running':
      return null;
    case 'stopped':
      return <p>{changes.stopped}</p>;
    case 'done':
      return <Verdict verdict={state.verdict} />;
    case 'failed':
      return <Failure error={state.error} />;
  }
}

function Failure({ error }: { readonly error: unknown }) {
  const { changes } = t();
  if (error instanceof LogReplacedError) return <Notice tone="wait">{changes.replaced}</Notice>;
  if (!(error instanceof ChainBrokenError)) return <ErrorNotice error={error} />;
  return (
    <Notice tone="bad" title={changes.brokenTitle}>
      <p>{error.position === null ? changes.brokenCheckpoint : changes.brokenAt(error.position)}</p>
      <p>
        {changes.brokenDetail} <span lang="en">{error.message}</span>
      </p>
    </Notice>
  );
}
