import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { t } from '../language/language.ts';
import { hasEnded, signIn } from '../sign-in/session.ts';
import styles from './shell.module.css';

/** Says that the session has ended; the page below it stays as it is. */
export function SessionBanner() {
  if (!hasEnded.value) return null;
  return (
    <div class={styles.banner}>
      <Notice tone="wait" title={t().shell.sessionEndedTitle} isAlert>
        <p>{t().shell.sessionEndedText}</p>
        <Button
          look="primary"
          onClick={() => {
            void signIn();
          }}
        >
          {t().signIn.button}
        </Button>
      </Notice>
    </div>
  );
}
