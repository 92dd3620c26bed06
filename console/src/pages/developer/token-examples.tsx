import { CodeBlock } from '../../design/code-block.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { Section } from '../../design/section.tsx';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { settings } from '../../settings.ts';
import { tokenEndpoint } from '../../sign-in/authorisation.ts';
import styles from './developer.module.css';
import { clientCredentialsToken, commandLineToken } from './examples.ts';

/** The ways in which a program gets a token of its own. */
export function TokenExamples() {
  const { developer: messages } = t();
  const { isDevelopment } = settings;
  const endpoint = useLoaded(() => tokenEndpoint(), []);
  return (
    <Section title={messages.tokenForPrograms}>
      {isDevelopment && <CodeBlock title={messages.byCommandLine} code={commandLineToken()} />}
      <LoadedView loaded={endpoint} lines={3}>
        {(url) => (
          <CodeBlock title={messages.byClientCredentials} code={clientCredentialsToken(url, isDevelopment)} />
        )}
      </LoadedView>
      <p class={styles.quiet}>{messages.byClientCredentialsText}</p>
    </Section>
  );
}
