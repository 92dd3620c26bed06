import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';
import styles from '../../design/page.module.css';
import { DocumentLinks } from './document-links.tsx';
import { RequestExamples } from './request-examples.tsx';
import { TokenExamples } from './token-examples.tsx';
import { TokenSection } from './token-section.tsx';

/** The page for people who write a client of the directory. */
export function DeveloperPage() {
  const { developer: messages } = t();
  return (
    <>
      <PageHeading title={messages.title} summary={messages.summary} />
      <div class={styles.parts}>
        <TokenSection />
        <DocumentLinks />
        <TokenExamples />
        <RequestExamples />
      </div>
    </>
  );
}
