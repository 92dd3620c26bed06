import { useRoute } from 'preact-iso';
import { LoadedView } from '../../design/loaded-view.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { isOperator } from '../../sign-in/session.ts';
import { EditFlag } from './edit-flag.tsx';
import { FlagView } from './flag-view.tsx';

export function FlagPage() {
  const { params, query } = useRoute();
  const flagId = params.id ?? '';
  const loaded = useLoaded((signal) => directory.flags.get(flagId, { signal }), [flagId]);
  const isEditing = isOperator.value && query.edit === 'true';
  return (
    <>
      {loaded.value === null && <PageHeading title={t().flags.oneTitle} />}
      <LoadedView loaded={loaded}>
        {({ value, etag }) =>
          isEditing ? (
            <EditFlag key={`edit ${flagId}`} flag={value} etag={etag} onReload={loaded.reload} />
          ) : (
            <FlagView key={flagId} flag={value} etag={etag} onReload={loaded.reload} />
          )
        }
      </LoadedView>
    </>
  );
}
