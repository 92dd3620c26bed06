import { useState } from 'preact/hooks';
import { t } from '../language/language.ts';
import styles from './field-value.module.css';

/** Longer texts, such as images inside a LogoUri, begin cut off. */
const shownCharacters = 160;

/** A text of any length and direction; a long one is cut off until the person asks for the rest. */
export function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shownCharacters;
  return (
    <>
      <bdi class={styles.text}>{isLong && !isWhole ? `${text.slice(0, shownCharacters)}…` : text}</bdi>
      {isLong && (
        <>
          {' '}
          <button
            type="button"
            class={styles.more}
            aria-expanded={isWhole}
            onClick={() => {
              setWhole(!isWhole);
            }}
          >
            {isWhole ? t().organisation.showLess : t().organisation.showAll(text.length)}
          </button>
        </>
      )}
    </>
  );
}
