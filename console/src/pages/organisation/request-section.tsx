import { CopyButton } from '../../design/copy-button.tsx';
import { Section } from '../../design/section.tsx';
import { curlOf } from '../../directory/curl.ts';
import { t } from '../../language/language.ts';
import { directoryUrl } from '../../routes.ts';
import styles from './organisation.module.css';

/** The request behind the page, to copy. */
export function RequestSection({ organisationId }: { readonly organisationId: string }) {
  const { organisation } = t();
  const command = curlOf(`${directoryUrl}organisations/${encodeURIComponent(organisationId)}`);
  return (
    <Section title={organisation.requestTitle}>
      <p class="quiet">{organisation.requestText}</p>
      <pre class={styles.code}>
        <code>{command}</code>
      </pre>
      <div>
        <CopyButton text={command} label={organisation.copyRequest} />
      </div>
    </Section>
  );
}
