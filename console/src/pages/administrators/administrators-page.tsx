import { useRoute } from 'preact-iso';
import { DirectoryError } from 'organisations-directory-client';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { AddAdministrator } from './add-administrator.tsx';
import page from '../../design/page.module.css';
import styles from './administrators.module.css';
import { AdministratorsTable } from './administrators-table.tsx';

/** The people who may act for an organisation, for operators and for the administrators themselves. */
export function AdministratorsPage() {
  const { administrators: messages } = t();
  const { id = '' } = useRoute().params;
  const organisation = useLoaded((signal) => directory.organisations.get(id, { signal }), [id]);
  const administrators = useLoaded((signal) => directory.adminUsers.list(id, { signal }), [id]);
  const name = organisation.value?.value.OrganisationName ?? id;
  return (
    <>
      <p class={styles.back}>
        <a href={pathTo('organisation', { id })} dir="auto">
          ← {messages.back(name)}
        </a>
      </p>
      <PageHeading title={messages.title} summary={<span dir="auto">{messages.summary(name)}</span>} />
      {isForbidden(administrators.error) ? (
        <ErrorNotice error={administrators.error} title={messages.notYours} />
      ) : (
        <LoadedView loaded={administrators}>
          {(list) => (
            <div class={page.parts}>
              <AdministratorsTable
                organisationId={id}
                organisationName={name}
                administrators={list}
                onChanged={administrators.reload}
              />
              <Section title={messages.addTitle}>
                <AddAdministrator organisationId={id} onAdded={administrators.reload} />
              </Section>
            </div>
          )}
        </LoadedView>
      )}
    </>
  );
}

function isForbidden(error: unknown): boolean {
  return error instanceof DirectoryError && error.status === 403;
}
