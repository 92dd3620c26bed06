import type { FieldChange } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { t } from '../language/language.ts';
import { linesOfChange, type ValueLine } from './changed-value.ts';
import styles from './timeline.module.css';

interface FieldChangeViewProps {
  readonly change: FieldChange;
  readonly label: string;
  /** Draws one line of a value, such as a link instead of an id. */
  readonly showLine: (field: string, text: string) => ComponentChildren;
}

/** One changed field with its old and its new value side by side. */
export function FieldChangeView({ change, label, showLine }: FieldChangeViewProps) {
  const lines = linesOfChange(change);
  const show = (text: string): ComponentChildren => showLine(change.Field, text);
  return (
    <div class={styles.change}>
      <dt>{label}</dt>
      <dd>
        <Side title={t().history.before} lines={lines.old} changedTag="del" show={show} />
      </dd>
      <dd>
        <Side title={t().history.after} lines={lines.new} changedTag="ins" show={show} />
      </dd>
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly lines: readonly ValueLine[];
  /** The element of a line that the other side lacks. */
  readonly changedTag: 'del' | 'ins';
  readonly show: (text: string) => ComponentChildren;
}

function Side({ title, lines, changedTag: Changed, show }: SideProps) {
  return (
    <>
      <span class={styles.side}>{title}</span>
      {lines.length === 0 && <span class={styles.none}>{t().common.none}</span>}
      {lines.map(({ text, isKept }, index) => (
        <div key={index} dir="auto">
          {isKept ? show(text) : <Changed>{show(text)}</Changed>}
        </div>
      ))}
    </>
  );
}
