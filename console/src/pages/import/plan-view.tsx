import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Section } from '../../design/section.tsx';
import { saveFile } from '../../directory/save-file.ts';
import { t } from '../../language/language.ts';
import type { ImportJob } from './import-job.ts';
import styles from './import.module.css';
import { NewFlags } from './new-flags.tsx';
import { NotesSummary } from './notes-summary.tsx';
import type { FilePlan } from './plan/plan-file.ts';
import { RecordTable } from './record-table.tsx';
import { reportOf } from './summary.ts';

/** The changes that a file would make, and once it is sent, those that it made. */
export function PlanView({ job, plan }: { readonly job: ImportJob; readonly plan: FilePlan }) {
  const { import: messages } = t();
  // Read, so that the page is drawn again with each result.
  const revision = job.revision.value;
  const results = job.sender?.results ?? noResults;
  return (
    <>
      {job.phase.value === 'interrupted' && (
        <ErrorNotice error={job.error.value} title={messages.interruptedTitle} />
      )}
      {plan.losingCreatedOn > 0 && <p>{messages.losesCreatedOn(plan.losingCreatedOn)}</p>}
      <NewFlags job={job} plan={plan} />
      <div class={styles.actions}>
        <SendActions job={job} />
        <Button
          onClick={() => {
            const report = reportOf(plan.records, results);
            saveFile(new Blob([report], { type: 'application/x-ndjson' }), 'import-report.ndjson');
          }}
        >
          {messages.report}
        </Button>
      </div>
      <Section title={messages.recordsTitle}>
        <RecordTable plan={plan} results={results} revision={revision} />
      </Section>
      <NotesSummary plan={plan} />
    </>
  );
}

const noResults = new Map<number, never>();

function SendActions({ job }: { readonly job: ImportJob }) {
  const { import: messages } = t();
  const phase = job.phase.value;
  const count = job.sender?.remaining.length ?? 0;
  if (phase === 'sending' || phase === 'stopping') {
    return (
      <Button
        look="danger"
        isBusy={phase === 'stopping'}
        onClick={() => {
          job.stop();
        }}
      >
        {messages.stop}
      </Button>
    );
  }
  if (count === 0) return null;
  return (
    <Button
      look="primary"
      onClick={() => {
        void job.send();
      }}
    >
      {phase === 'planned' ? messages.send(count) : messages.goOn(count)}
    </Button>
  );
}
