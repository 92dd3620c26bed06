import { Notice } from '../../design/notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';
import { isOperator } from '../../sign-in/session.ts';
import { ChooseFile } from './choose-file.tsx';
import { job } from './import-job.ts';
import styles from '../../design/page.module.css';
import { JobView } from './job-view.tsx';

/** Imports a participants file: shows what it would do, then sends it record by record. */
export function ImportPage() {
  const { import: messages } = t();
  return (
    <div class={styles.parts}>
      <PageHeading title={messages.title} summary={messages.summary} />
      {isOperator.value ? <Import /> : <NotOffered />}
    </div>
  );
}

function Import() {
  return job.value === null ? <ChooseFile /> : <JobView job={job.value} />;
}

function NotOffered() {
  const { import: messages } = t();
  return (
    <Notice tone="info" title={messages.operatorsTitle}>
      <p>{messages.operatorsText}</p>
    </Notice>
  );
}
