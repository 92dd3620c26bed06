import { useLocation, useRoute } from 'preact-iso';
import { Loading } from '../../design/loading.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { revisionIn } from '../../organisations/revision.ts';
import { NoSuchOrganisation } from '../../organisations/no-such-organisation.tsx';
import { OrganisationView } from './organisation-view.tsx';
import { readOrganisation } from './read-organisation.ts';

export function OrganisationPage() {
  const { id = '' } = useRoute().params;
  // Another organisation is another page: nothing of the former one stays on the screen.
  return <LoadedOrganisation key={id} id={id} />;
}

function LoadedOrganisation({ id }: { readonly id: string }) {
  const { query } = useLocation();
  const { value, error, isLoading, reload } = useLoaded(
    async (signal) => ({ shown: await readOrganisation(id, signal) }),
    [id],
  );
  if (value?.shown === null) return <NoSuchOrganisation />;
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {value === null ? (
        <>
          <PageHeading title={t().organisation.title} />
          {error === null && <Loading lines={8} />}
        </>
      ) : (
        <div aria-busy={isLoading}>
          <OrganisationView shown={value.shown} revision={revisionIn(query.revision)} onChange={reload} />
        </div>
      )}
    </>
  );
}
