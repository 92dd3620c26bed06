import { DirectoryError } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { ErrorSummary } from './error-summary.tsx';
import type { Faults } from './field-checks.ts';
import styles from './form.module.css';

/** Why a save did not work: faults of fields, or what the directory answered. */
export interface Problems {
  readonly faults: Faults;
  readonly error: unknown;
}

interface FormProblemsProps {
  readonly problems: Problems | null;
  /** More that the person must see after an attempt. */
  readonly children?: ComponentChildren;
}

/** Shows the problems of the last attempt above the form, and takes the focus with each attempt. */
export function FormProblems({ problems, children }: FormProblemsProps) {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems === null) return;
    region.current?.focus({ preventScroll: true });
    region.current?.scrollIntoView({ block: 'start' });
  }, [problems]);
  return (
    <div ref={region} class={styles.top} tabIndex={-1}>
      {problems !== null && <ProblemNotices {...problems} />}
      {children}
    </div>
  );
}

function ProblemNotices(problems: Problems) {
  const { faults, error } = problems;
  return (
    <>
      {Object.keys(faults).length > 0 && <ErrorSummary faults={faults} />}
      {error !== null && !isExplained(problems) && <ErrorNotice error={error} />}
    </>
  );
}

/** True if each sentence of the directory stands in the summary already. */
function isExplained({ faults, error }: Problems): boolean {
  if (!(error instanceof DirectoryError)) return false;
  const shown = new Set(Object.values(faults).flat());
  return error.sentences.every((sentence) => shown.has(sentence));
}
