import { useEffect, useState } from 'preact/hooks';
import { t } from '../../language/language.ts';
import { expiresAt } from '../../sign-in/session.ts';
import styles from './developer.module.css';
import { remainingTime } from './remaining-time.ts';

/** The time until the token expires. A timer is not read out each second; a screen reader reads it where it is. */
export function Countdown() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const interval = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(interval);
    };
  }, []);
  const text = remainingTime((expiresAt.value ?? 0) - now) ?? t().developer.expired;
  return (
    <span role="timer" aria-live="off" class={styles.countdown}>
      {text}
    </span>
  );
}
