import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';

export function NotFoundPage() {
  const { shell } = t();
  return (
    <>
      <PageHeading title={shell.notFoundTitle} summary={shell.notFoundText} />
      <a href={pathTo('overview')}>{shell.toOverview}</a>
    </>
  );
}
