import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function AdministratorsPage() {
  return <PageHeading title={t().administrators.title} />;
}
