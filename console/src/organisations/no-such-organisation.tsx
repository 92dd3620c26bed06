import { PageHeading } from '../design/page-heading.tsx';
import { t } from '../language/language.ts';
import { pathTo } from '../routes.ts';

/** Stands for an organisation that does not exist or that the caller may not see: the API tells no difference. */
export function NoSuchOrganisation() {
  const { organisation } = t();
  return (
    <>
      <PageHeading title={organisation.notFoundTitle} summary={organisation.notFoundText} />
      <a href={pathTo('organisations')}>{organisation.toList}</a>
    </>
  );
}
