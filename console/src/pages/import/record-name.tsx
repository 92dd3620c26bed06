import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './import.module.css';
import type { PlannedRecord } from './plan/plan-record.ts';
import type { SendResult } from './send/send-record.ts';

interface RecordNameProps {
  readonly record: PlannedRecord;
  readonly result: SendResult | null;
}

/** The name and the id of a record, as a link once the directory has the organisation. */
export function RecordName({ record: { name, organisationId, outcome }, result }: RecordNameProps) {
  const text = name ?? t().import.noName;
  const isThere = outcome === 'changed' || outcome === 'unchanged' || result?.errors.length === 0;
  return (
    <div class={styles.name}>
      {isThere && organisationId !== null ? (
        <a href={pathTo('organisation', { id: organisationId })} dir="auto">
          {text}
        </a>
      ) : (
        <span dir="auto">{text}</span>
      )}
      {organisationId !== null && <code dir="auto">{organisationId}</code>}
    </div>
  );
}
