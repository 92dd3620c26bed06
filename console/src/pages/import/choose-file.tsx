import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { startImport } from './import-job.ts';
import styles from './import.module.css';
import { findUnfinished } from './unfinished.ts';

/** A place to choose a file or to drop it. */
export function ChooseFile() {
  const { import: messages } = t();
  const isOver = useFileDrop();
  const unfinished = findUnfinished();
  return (
    <>
      {unfinished !== null && (
        <Notice tone="wait" title={messages.unfinishedTitle}>
          <p dir="auto">{messages.unfinished(unfinished.file, unfinished.done, unfinished.total)}</p>
        </Notice>
      )}
      <Section title={messages.chooseTitle}>
        <label class={isOver ? `${styles.drop} ${styles.over}` : styles.drop}>
          <span>{messages.choose}</span>
          <input
            type="file"
            accept=".json,.ndjson,.jsonl,.gz"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file !== undefined) startImport(file);
            }}
          />
        </label>
        <p>{messages.takes}</p>
        <ul class={styles.list}>
          {messages.forms.map((form) => (
            <li key={form}>{form}</li>
          ))}
        </ul>
      </Section>
      <Section title={messages.differencesTitle}>
        <ul class={styles.list}>
          {messages.differences.map((difference) => (
            <li key={difference}>{difference}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/**
 * Imports a file that is dropped anywhere on the page: beside the place for it, the browser would leave the console and open
 * the file.
 * @returns true while a file is over the page
 */
function useFileDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) startImport(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
