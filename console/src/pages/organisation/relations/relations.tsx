import type { Organisation } from 'organisations-directory-client';
import { Section } from '../../../design/section.tsx';
import { t } from '../../../language/language.ts';
import styles from '../organisation.module.css';
import { ChildrenList } from './children-list.tsx';
import { ParentLink } from './parent-link.tsx';

/** The parent and the children of an organisation. */
export function Relations({ organisation }: { readonly organisation: Organisation }) {
  const { organisation: messages, fields } = t();
  const reference = organisation.ParentOrganisationReference;
  return (
    <Section title={messages.relations}>
      <div class={styles.plain}>
        <h3>{fields.ParentOrganisationReference}</h3>
        {reference === null ? <p class="quiet">{messages.noParent}</p> : <ParentLink reference={reference} />}
      </div>
      <div class={styles.plain}>
        <h3>{messages.children}</h3>
        <ChildrenList parent={organisation} />
      </div>
    </Section>
  );
}
