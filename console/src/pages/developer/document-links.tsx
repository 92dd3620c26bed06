import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { directoryUrl } from '../../routes.ts';
import { settings } from '../../settings.ts';
import styles from './developer.module.css';

/** Links to what the service serves about itself. */
export function DocumentLinks() {
  const { developer: messages } = t();
  const documents = [
    { path: 'docs', text: messages.swaggerUi },
    { path: 'openapi/directory.json', text: messages.directoryDocument },
    { path: 'openapi/notify.json', text: messages.notifyDocument },
  ];
  return (
    <Section title={messages.documentsTitle}>
      {settings.docs ? (
        <ul role="list" class={styles.links}>
          {documents.map(({ path, text }) => (
            <li key={path}>
              <a href={directoryUrl + path}>{text}</a>
            </li>
          ))}
        </ul>
      ) : (
        <p>{messages.documentsOff}</p>
      )}
    </Section>
  );
}
