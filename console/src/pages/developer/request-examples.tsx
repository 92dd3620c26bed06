import { CodeBlock } from '../../design/code-block.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { directoryUrl } from '../../routes.ts';
import { settings } from '../../settings.ts';
import styles from './developer.module.css';
import { requestExamples, typeScriptExample } from './examples.ts';

/** Requests with the right addresses, to copy. */
export function RequestExamples() {
  const { developer: messages } = t();
  // The examples serve without it, so there is no loading and no error state.
  const first = useLoaded(
    async (signal) => (await directory.organisations.page({ size: 1 }, { signal })).page,
    [],
  );
  const examples = requestExamples(directoryUrl, first.value?.content[0]?.OrganisationId ?? null);
  const { issuer, isDevelopment } = settings;
  return (
    <Section title={messages.examplesTitle}>
      <p class={styles.quiet}>{messages.examplesText}</p>
      <CodeBlock title={messages.listExample} code={examples.list} />
      <CodeBlock title={messages.oneExample} code={examples.one} />
      <CodeBlock title={messages.changesExample} code={examples.changes} />
      <CodeBlock title={messages.amendExample} code={examples.amend} />
      <p class={styles.quiet}>{messages.amendText}</p>
      <CodeBlock title={messages.participantsExample} code={examples.participants} />
      <CodeBlock
        title={messages.clientTitle}
        code={typeScriptExample({ directory: directoryUrl, issuer, isDevelopment })}
      />
    </Section>
  );
}
