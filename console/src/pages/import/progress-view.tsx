import { useEffect, useId } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { moment } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import type { ImportJob } from './import-job.ts';
import styles from './import.module.css';

/** The progress of the present step, and a wait that the directory asks for. */
export function ProgressView({ job }: { readonly job: ImportJob }) {
  const id = useId();
  const { phases } = t().import;
  const phase = job.phase.value;
  const text = phases[phase];
  useEffect(() => {
    announce(text);
  }, [text]);
  const isRunning = ['reading', 'comparing', 'sending', 'stopping'].includes(phase);
  if (!isRunning) return <p>{text}</p>;
  const { done, total } = job.progress.value;
  const isCounted = phase !== 'reading';
  return (
    <div class={styles.progress}>
      <label for={id}>
        {text} {isCounted && t().import.ofRecords(done, total)}
      </label>
      <progress id={id} max={Math.max(total, 1)} value={done} />
      {job.waitsUntil.value !== null && (
        <p>{t().import.waiting(moment(new Date(job.waitsUntil.value).toISOString()))}</p>
      )}
    </div>
  );
}
