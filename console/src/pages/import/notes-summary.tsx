import { Section } from '../../design/section.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import styles from './import.module.css';
import type { FilePlan } from './plan/plan-file.ts';

/** The values that were read in another form or left out, each kind with its number. */
export function NotesSummary({ plan }: { readonly plan: FilePlan }) {
  const { import: messages } = t();
  const { normalised, leftOut } = plan.notes;
  const kinds = Object.entries(normalised).sort(([, one], [, other]) => other - one);
  const keys = Object.entries(leftOut).sort(([, one], [, other]) => other.organisations - one.organisations);
  return (
    <>
      {kinds.length > 0 && (
        <Section title={messages.notesTitle}>
          <ul class={styles.list} lang="en">
            {kinds.map(([kind, count]) => (
              <li key={kind}>
                {kind} ({number(count)})
              </li>
            ))}
          </ul>
        </Section>
      )}
      {keys.length > 0 && (
        <Section title={messages.leftOutTitle}>
          <ul class={styles.list}>
            {keys.map(([key, { organisations, entries }]) => (
              <li key={key} dir="auto">
                <code>{key}</code> {messages.leftOut(organisations, entries)}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
