import { useLocation, useRoute } from 'preact-iso';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { Loading } from '../../design/loading.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { NoSuchOrganisation } from '../../organisations/no-such-organisation.tsx';
import { revisionIn } from '../../organisations/revision.ts';
import { EditForm } from './edit-form.tsx';
import { readForEdit } from './read-for-edit.ts';

export function EditOrganisationPage() {
  const { id = '' } = useRoute().params;
  const revision = revisionIn(useLocation().query.revision);
  // Another organisation, or another revision of it, is another form.
  return <LoadedForm key={`${revision ?? ''} ${id}`} id={id} revision={revision} />;
}

function LoadedForm({ id, revision }: { readonly id: string; readonly revision: number | null }) {
  const { value, error, reload } = useLoaded(
    async (signal) => ({ found: await readForEdit(id, revision, signal) }),
    [id, revision],
  );
  if (value?.found === null) return <NoSuchOrganisation />;
  if (value !== null) return <EditForm id={id} {...value.found} />;
  return (
    <>
      <PageHeading title={t().edit.title} />
      {error === null ? <Loading lines={10} /> : <ErrorNotice error={error} onRetry={reload} />}
    </>
  );
}
