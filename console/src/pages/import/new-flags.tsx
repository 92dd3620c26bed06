import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import type { ImportJob } from './import-job.ts';
import styles from './import.module.css';
import type { FilePlan } from './plan/plan-file.ts';
import { flagBody, missingFlags } from './send/send-flags.ts';

/** Flags shown by name. */
const shownFlags = 100;

/** The flags that the import would create. */
export function NewFlags({ job, plan }: { readonly job: ImportJob; readonly plan: FilePlan }) {
  const { import: messages } = t();
  const flags = missingFlags(job.sender?.remaining ?? [], plan.lookup).map(flagBody);
  if (flags.length === 0) return null;
  const more = flags.length - shownFlags;
  return (
    <Section title={messages.newFlags(flags.length)}>
      <ul role="list" class={styles.flags}>
        {flags.slice(0, shownFlags).map(({ Name, Value, AccessLevel }) => (
          <li key={JSON.stringify([Name, Value])} dir="auto">
            {Name}: <strong>{Value}</strong> ({messages.accessLevel(AccessLevel)})
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t().common.andMore(more)}</p>}
    </Section>
  );
}
