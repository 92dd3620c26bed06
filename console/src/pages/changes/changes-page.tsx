import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function ChangesPage() {
  return <PageHeading title={t().changes.title} />;
}
