import { noteSentences } from '../../../../src/modules/directory/participants-file/report-lines.js';
import { t } from '../../language/language.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import styles from './import.module.css';
import type { PlannedChange, PlannedRecord } from './plan/plan-record.ts';
import type { SendResult } from './send/send-record.ts';

interface RecordDetailsProps {
  readonly record: PlannedRecord;
  readonly result: SendResult | null;
}

/** A LogoUri may have 65,535 characters. */
const maxValueLength = 200;

/** The changes, the faults and the notes of a record, and the sentences of the directory. */
export function RecordDetails({ record: { changes, errors, notes }, result }: RecordDetailsProps) {
  const { import: messages } = t();
  return (
    <div class={styles.details}>
      {changes.length > 0 && (
        <dl class={styles.changes}>
          {changes.map((change) => (
            <Change key={change.field} change={change} />
          ))}
        </dl>
      )}
      {result?.isConflict === true && <p>{messages.conflictText}</p>}
      <Sentences sentences={[...errors, ...(result?.errors ?? [])]} className={styles.faults} />
      <Sentences sentences={result?.warnings ?? []} />
      <Sentences sentences={notes === null ? [] : noteSentences(notes)} className={styles.notes} />
    </div>
  );
}

function Change({ change: { field, before, after } }: { readonly change: PlannedChange }) {
  const { history } = t();
  return (
    <>
      <dt>{fieldLabel(field)}</dt>
      <dd>
        <span class="visually-hidden">{history.before}: </span>
        <del dir="auto">{shown(before)}</del> <span aria-hidden="true">→</span>{' '}
        <span class="visually-hidden">{history.after}: </span>
        <ins dir="auto">{shown(after)}</ins>
      </dd>
    </>
  );
}

/** The sentences are the API's own and the command line's, in English. */
function Sentences({
  sentences,
  className,
}: {
  readonly sentences: readonly string[];
  readonly className?: string | undefined;
}) {
  if (sentences.length === 0) return null;
  return (
    <ul class={className} lang="en">
      {sentences.map((sentence) => (
        <li key={sentence} dir="auto">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  const { none, yes, no } = t().common;
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return none;
  if (typeof value === 'boolean') return value ? yes : no;
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const text = items.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ');
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}
