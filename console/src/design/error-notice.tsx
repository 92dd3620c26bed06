import { ConnectionError, DirectoryError } from 'organisations-directory-client';
import { t } from '../language/language.ts';
import { SessionEndedError } from '../sign-in/session.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Notice } from './notice.tsx';
import styles from './notice.module.css';

interface ErrorNoticeProps {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** Shows what the directory refused in its own words, with the interaction id to copy. */
export function ErrorNotice({ error, title = t().common.errorTitle, onRetry }: ErrorNoticeProps) {
  const id = interactionIdOf(error);
  return (
    <Notice tone="bad" title={title} isAlert>
      {sentencesOf(error).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {id !== null && (
        <p class={styles.id}>
          {t().common.interactionId}: <code>{id}</code> <CopyButton text={id} />
        </p>
      )}
      {onRetry !== undefined && <Button onClick={onRetry}>{t().common.retry}</Button>}
    </Notice>
  );
}

/** Returns the sentences that say what went wrong. */
function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof DirectoryError) return error.sentences;
  if (error instanceof ConnectionError) return [t().common.noConnection];
  if (error instanceof SessionEndedError) return [t().shell.sessionEndedText];
  return [error instanceof Error ? error.message : String(error)];
}

function interactionIdOf(error: unknown): string | null {
  return error instanceof DirectoryError || error instanceof ConnectionError ? error.interactionId : null;
}
