import { Notice } from '../design/notice.tsx';
import { t } from '../language/language.ts';
import { hasEnded } from '../sign-in/session.ts';
import { SignInButton } from '../sign-in/sign-in-button.tsx';
import styles from './shell.module.css';

/** Says that the session has ended; the page below it stays as it is. */
export function SessionBanner() {
  if (!hasEnded.value) return null;
  return (
    <div class={styles.banner}>
      <Notice tone="wait" title={t().shell.sessionEndedTitle} isAlert>
        <p>{t().shell.sessionEndedText}</p>
        <SignInButton />
      </Notice>
    </div>
  );
}
