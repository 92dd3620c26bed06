import { useId } from 'preact/hooks';
import styles from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';
import { t } from '../language/language.ts';

interface CodeBlockProps {
  /** Says what the code does. */
  readonly title: string;
  readonly code: string;
}

/** Code to copy; a long line scrolls in its own frame, which the keyboard can reach. */
export function CodeBlock({ title, code }: CodeBlockProps) {
  const id = useId();
  return (
    <div class={styles.block}>
      <div class={styles.head}>
        <h3 id={id}>{title}</h3>
        <CopyButton text={code} label={`${t().common.copy}: ${title}`} />
      </div>
      <pre class={styles.code} role="region" aria-labelledby={id} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
